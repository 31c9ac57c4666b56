/** The manifest language: YAML text to immutable typed records. One parser per family of components. */
@NullMarked
package dev.ingest.connector.manifest;

import org.jspecify.annotations.NullMarked;
