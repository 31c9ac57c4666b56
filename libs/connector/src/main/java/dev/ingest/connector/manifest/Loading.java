package dev.ingest.connector.manifest;

import dev.ingest.connector.Extensions;

/** What parsing a manifest needs beside its text. */
record Loading(Extensions extensions) {}
