/** The whole path on the running stack. */
@org.jspecify.annotations.NullMarked
package dev.ingest.path;
