package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.Retriever.AsyncRetriever;
import dev.ingest.connector.manifest.Retriever.Download;
import dev.ingest.connector.manifest.Retriever.JobStatus;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Retrievers of records that the API prepares in a job. */
final class AsyncParser {
    private AsyncParser() {}

    static AsyncRetriever parse(Component retriever, boolean clientSide) {
        Optional<Extractor> targets =
                retriever.child("download_target_extractor").map(SelectorParser::extractor);
        Optional<Requester> targetRequester = requester(retriever, "download_target_requester");
        if (targetRequester.isPresent() && targets.isEmpty()) {
            throw retriever.error("download_target_requester", "is given without a download_target_extractor");
        }
        return new AsyncRetriever(
                retriever.path(),
                DecoderParser.of(retriever),
                SelectorParser.parse(retriever.requiredChild("record_selector"), clientSide),
                RetrieverParser.routers(retriever),
                RequesterParser.parse(retriever.requiredChild("creation_requester")),
                RequesterParser.parse(retriever.requiredChild("polling_requester")),
                SelectorParser.extractor(retriever.requiredChild("status_extractor")),
                retriever.requiredChild("status_mapping").by(Map.of("AsyncJobStatusMap", AsyncParser::statuses)),
                targets,
                targetRequester,
                download(retriever),
                requester(retriever, "abort_requester"),
                requester(retriever, "delete_requester"),
                retriever
                        .value("polling_job_timeout")
                        .filter(Python::truth)
                        .map(value -> retriever.template("polling_job_timeout", value)),
                retriever.template("failed_retry_wait_time_in_seconds"));
    }

    private static Optional<Requester> requester(Component retriever, String field) {
        return retriever.child(field).map(RequesterParser::parse);
    }

    private static Download download(Component retriever) {
        Decoder decoder = DecoderParser.of(retriever, "download_decoder");
        return new Download(
                RequesterParser.parse(retriever.requiredChild("download_requester")),
                decoder,
                retriever
                        .child("download_extractor")
                        .map(SelectorParser::download)
                        .orElseGet(() -> new Extractor.Dpath(List.of(), Optional.empty())),
                PaginatorParser.of(retriever, "download_paginator", decoder));
    }

    private static Map<String, JobStatus> statuses(Component map) {
        Map<String, JobStatus> statuses = new HashMap<>();
        for (JobStatus status : JobStatus.values()) {
            String field = Component.lower(status);
            if (status != JobStatus.SKIPPED) {
                map.required(field);
            }
            for (Value word : map.list(field)) {
                if (statuses.put(Python.str(word), status) != null) {
                    throw map.error(field, "holds '" + Python.str(word) + "' a second time (expected each once)");
                }
            }
        }
        return Map.copyOf(statuses);
    }
}
