package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import java.util.List;
import java.util.Optional;

/**
 * What is to be asked.
 *
 * @param nextAddress of the next page, where its token is an address
 * @param streamed whether the body is wanted while it arrives
 */
record Call(
        Requester requester, Scope scope, List<Injection> injections, Optional<String> nextAddress, boolean streamed) {}
