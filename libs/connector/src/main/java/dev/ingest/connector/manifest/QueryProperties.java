package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/**
 * The properties that a request asks for by name, in as many requests per page as it takes.
 *
 * @param parameter the query parameter they go into, joined by commas; without one, templates put them where they belong
 * @param always those every request asks for
 * @param selection changes to the stream's schema whose remaining properties are the only ones asked for; absent for all
 */
public record QueryProperties(
        String manifestPath,
        Optional<RequestOption> parameter,
        Names names,
        List<String> always,
        Optional<Chunking> chunking,
        Optional<List<Transformation>> selection) {
    /** Where the names come from. */
    public sealed interface Names {
        record Fixed(List<String> names) implements Names {}

        /** The API tells them: each record of the retriever holds one. */
        record FromEndpoint(Retriever.SimpleRetriever retriever, List<Interpolated> path) implements Names {}
    }

    /**
     * How many properties one request may ask for.
     *
     * @param inCharacters whether the limit counts characters, a separator of three after each name included
     * @param limit absent for one request with all
     * @param key the fields by which records of several requests are the same record
     */
    public record Chunking(boolean inCharacters, Optional<Integer> limit, List<String> key) {}
}
