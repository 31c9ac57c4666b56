/**
 * What a value may be: rules that whoever accepts records and whoever writes them must have in common, for a record that one of
 * them takes and the other does not is lost. JDK only.
 */
@NullMarked
package dev.ingest.contracts.value;

import org.jspecify.annotations.NullMarked;
