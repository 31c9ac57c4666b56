/** A real S3 store in this process. */
@NullMarked
package dev.ingest.local.s3;

import org.jspecify.annotations.NullMarked;
