package dev.ingest.connector.conformance;

import dev.ingest.connector.CheckResult;
import dev.ingest.connector.read.SliceResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of running a case. Records and states are canonical JSON. */
record Outcome(
        Optional<String> refused,
        Map<String, List<String>> records,
        Map<String, String> states,
        Map<String, SliceResult.Failed> failed,
        Optional<CheckResult> check,
        List<Object> requests,
        List<String> unexpected,
        List<Double> waits) {
    /** What a run has found out so far. */
    static final class Builder {
        private Optional<String> refused = Optional.empty();
        private Optional<CheckResult> check = Optional.empty();
        private final Map<String, List<String>> records = new LinkedHashMap<>();
        private final Map<String, String> states = new LinkedHashMap<>();
        private final Map<String, SliceResult.Failed> failed = new LinkedHashMap<>();

        void refused(String message) {
            refused = Optional.of(message);
        }

        void checked(CheckResult result) {
            check = Optional.of(result);
        }

        void read(String stream, List<String> lines, Optional<String> state) {
            records.put(stream, lines);
            state.ifPresent(json ->
                    states.put(stream, Json.text(Json.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        }

        void failed(String stream, SliceResult.Failed failure) {
            failed.put(stream, failure);
        }

        Outcome build(MockApi api, List<String> observedHeaders, CaseTime time) {
            List<Object> requests = api.received().stream()
                    .map(each -> each.summary(observedHeaders))
                    .toList();
            return new Outcome(refused, records, states, failed, check, requests, api.unexpected(), time.waits());
        }
    }
}
