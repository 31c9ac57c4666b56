package dev.ingest.connector.manifest;

import dev.ingest.connector.Extensions;
import java.util.Set;

/**
 * What parsing a manifest needs beside its text.
 *
 * @param functions that templates have in this place beside the usual ones
 */
record Loading(Extensions extensions, Set<String> functions) {
    static Loading with(Extensions extensions) {
        return new Loading(extensions, Set.of());
    }
}
