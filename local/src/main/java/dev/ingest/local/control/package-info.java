/** How a test run talks to the stack it started: lines on standard input and output. */
@NullMarked
package dev.ingest.local.control;

import org.jspecify.annotations.NullMarked;
