/** Configurations: what the manifest does to them before they are used, and what they must fulfil. */
@NullMarked
package dev.ingest.connector.config;

import org.jspecify.annotations.NullMarked;
