/** Tenants' members: who may do what, where the identity provider does not say. */
@NullMarked
package dev.ingest.scheduler.member;

import org.jspecify.annotations.NullMarked;
