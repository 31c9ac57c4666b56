package dev.ingest.gateway.http;

import dev.ingest.gateway.token.Identity;

/**
 * A post that has come in whole, and is handled by a thread that may wait.
 *
 * @param id which call it is
 * @param caller who sends it
 * @param body unpacked
 */
record Arrived(String id, Identity caller, byte[] body) {
    String tenant() {
        return caller.tenant();
    }
}
