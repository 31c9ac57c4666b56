/** What a Java replacement of a custom component must do, by the place it stands in. */
@NullMarked
package dev.ingest.connector.extension;

import org.jspecify.annotations.NullMarked;
