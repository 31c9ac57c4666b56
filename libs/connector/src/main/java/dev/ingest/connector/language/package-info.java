/** The language itself, as data: for editors. */
@NullMarked
package dev.ingest.connector.language;

import org.jspecify.annotations.NullMarked;
