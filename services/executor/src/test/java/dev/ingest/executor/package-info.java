/** The executor on real parts. */
@org.jspecify.annotations.NullMarked
package dev.ingest.executor;
