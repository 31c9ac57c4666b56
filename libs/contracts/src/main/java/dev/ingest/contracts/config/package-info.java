/** What the scheduler tells the other services over REST. Never a secret: only references. */
@NullMarked
package dev.ingest.contracts.config;

import org.jspecify.annotations.NullMarked;
