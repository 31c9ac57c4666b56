package dev.ingest.gateway.http;

import dev.ingest.gateway.token.Identity;

/**
 * Whose post may come in.
 *
 * @param caller who sends it
 * @param limits what it may be
 */
record Admitted(Identity caller, PostLimits limits) {}
