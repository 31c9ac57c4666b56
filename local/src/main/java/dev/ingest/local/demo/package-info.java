/** Drives the product through its public REST, as a user would. */
@NullMarked
package dev.ingest.local.demo;

import org.jspecify.annotations.NullMarked;
