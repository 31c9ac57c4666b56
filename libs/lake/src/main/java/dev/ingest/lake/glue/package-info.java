/** Tables in AWS Glue's Data Catalog, as other engines know them there. */
@NullMarked
package dev.ingest.lake.glue;

import org.jspecify.annotations.NullMarked;
