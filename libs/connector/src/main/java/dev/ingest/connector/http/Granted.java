package dev.ingest.connector.http;

/** A token that a request carries, and the credential to forget it under when it is refused. */
record Granted(String credential, String token) {}
