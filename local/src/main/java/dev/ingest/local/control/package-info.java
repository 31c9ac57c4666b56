/** What a test run may ask of the stack it started. */
@NullMarked
package dev.ingest.local.control;

import org.jspecify.annotations.NullMarked;
