/** The declarative connector runtime: {@link dev.ingest.connector.Connector} is the way in. */
@NullMarked
package dev.ingest.connector;

import org.jspecify.annotations.NullMarked;
