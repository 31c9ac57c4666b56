package dev.ingest.connector.http;

/**
 * A token that a request carries, and the credential to forget it under when it is refused.
 *
 * @param oauth whether the language itself renews such a token when a filter asks for it
 */
record Granted(String credential, String token, boolean oauth) {}
