package dev.ingest.connector.manifest;

import dev.ingest.connector.Extensions;

/**
 * What parsing a manifest needs beside its text.
 *
 * @param filledIn false for a template of streams, whose texts are not yet those that will be evaluated
 */
record Loading(Extensions extensions, boolean filledIn) {
    static Loading with(Extensions extensions) {
        return new Loading(extensions, true);
    }
}
