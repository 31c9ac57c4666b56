/** The online store and the shared buckets in Redis or Valkey. */
@NullMarked
package dev.ingest.gateway.redis;

import org.jspecify.annotations.NullMarked;
