package dev.ingest.connector.conformance;

import dev.ingest.connector.CheckResult;
import dev.ingest.connector.http.ReadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what came of a case with what it expects; each difference is one paragraph. */
final class Expectation {
    private final Fields expect;
    private final List<String> differences = new ArrayList<>();

    private Expectation(Fields expect) {
        this.expect = expect.only(
                "records", "counts", "anyOrder", "state", "requests", "waits", "refused", "failed", "check");
    }

    static List<String> differences(Case given, Outcome outcome) {
        Expectation expectation = new Expectation(given.expect());
        expectation.refused(outcome);
        if (outcome.refused().isEmpty()) {
            expectation.reads(outcome);
            expectation.check(outcome);
            expectation.requests(outcome);
            expectation.waits(outcome);
        }
        return expectation.differences;
    }

    private void refused(Outcome outcome) {
        if (!expect.has("refused")) {
            outcome.refused().ifPresent(message -> differs("loading", "accepted", "refused: " + message));
            return;
        }
        Fields refused = expect.fields("refused").only("path", "contains");
        String message = outcome.refused().orElse("(accepted)");
        String start = refused.text("path").map(path -> path + ": ").orElse("");
        if (outcome.refused().isEmpty()
                || !message.startsWith(start)
                || !message.contains(refused.text("contains").orElse(""))) {
            differs("loading", "refused: " + refused.values(), message);
        }
    }

    private void reads(Outcome outcome) {
        Fields failed = expect.fields("failed");
        outcome.failed().forEach((stream, failure) -> {
            if (!failed.has(stream)) {
                differs("stream " + stream, "read to the end", "failed " + failure.kind() + ": " + failure.message());
            }
        });
        failed.values().keySet().forEach(stream -> failure(outcome, stream, failed.fields(stream)));
        expect.fields("records").values().keySet().forEach(stream -> records(outcome, stream));
        expect.fields("counts").values().forEach((stream, count) -> {
            Optional<Integer> size =
                    Optional.ofNullable(outcome.records().get(stream)).map(List::size);
            if (!size.map(String::valueOf).equals(Optional.of(String.valueOf(count)))) {
                differs("number of records of " + stream, String.valueOf(count), String.valueOf(size));
            }
        });
        expect.fields("state").values().forEach((stream, state) -> {
            String actual = outcome.states().getOrDefault(stream, "(none)");
            if (!outcome.failed().containsKey(stream) && !actual.equals(Json.text(state))) {
                differs("state of " + stream, Json.text(state), actual);
            }
        });
        outcome.records().keySet().stream()
                .filter(stream -> !expect.fields("records").has(stream)
                        && !expect.fields("counts").has(stream))
                .forEach(stream -> differs("stream " + stream, "(nothing is expected of it)", "it was read"));
    }

    private void failure(Outcome outcome, String stream, Fields expected) {
        expected.only("kind", "contains");
        var failure = Optional.ofNullable(outcome.failed().get(stream));
        boolean same = failure.isPresent()
                && isSame(expected, failure.get().kind(), failure.get().message());
        if (!same) {
            String actual = failure.map(each -> "failed " + each.kind() + ": " + each.message())
                    .orElse("read to the end");
            differs("stream " + stream, "failed " + expected.values(), actual);
        }
    }

    private static boolean isSame(Fields expected, ReadException.Kind kind, String message) {
        return expected.text("kind").orElse(kind.name()).equals(kind.name())
                && message.contains(expected.text("contains").orElse(""));
    }

    private void records(Outcome outcome, String stream) {
        if (outcome.failed().containsKey(stream)) {
            return;
        }
        List<String> expected = lines(expect.fields("records").list(stream));
        List<String> actual = outcome.records().getOrDefault(stream, List.of());
        if (expect.text("anyOrder").isPresent()) {
            expected = expected.stream().sorted().toList();
            actual = actual.stream().sorted().toList();
        }
        listsDiffer("records of " + stream, expected, actual);
    }

    private void check(Outcome outcome) {
        if (!expect.has("check")) {
            return;
        }
        switch (outcome.check().orElseThrow()) {
            case CheckResult.Succeeded succeeded -> {
                if (!expect.text("check").equals(Optional.of("succeeded"))) {
                    differs("check", String.valueOf(expect.text("check")), "succeeded");
                }
            }
            case CheckResult.Failed(var kind, var message) -> {
                boolean same = expect.value("check")
                                .filter(java.util.Map.class::isInstance)
                                .isPresent()
                        && isSame(expect.fields("check"), kind, message);
                if (!same) {
                    differs("check", String.valueOf(expect.text("check")), "failed " + kind + ": " + message);
                }
            }
        }
    }

    private void requests(Outcome outcome) {
        if (!outcome.unexpected().isEmpty()) {
            differs("requests", "only those with an exchange", "also " + String.join("\n    ", outcome.unexpected()));
        }
        Optional<Object> expected = expect.value("requests");
        if (expected.isPresent() && expected.get() instanceof Integer count) {
            if (outcome.requests().size() != count) {
                differs(
                        "number of requests",
                        count.toString(),
                        outcome.requests().size() + ": " + outcome.requests());
            }
        } else if (expected.isPresent()) {
            List<String> actual = lines(outcome.requests()).stream().sorted().toList();
            listsDiffer(
                    "requests", lines(expect.list("requests")).stream().sorted().toList(), actual);
        }
    }

    private void waits(Outcome outcome) {
        if (!expect.has("waits")) {
            return;
        }
        List<?> expected = expect.list("waits");
        boolean same = expected.size() == outcome.waits().size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = isWithin(expected.get(i), outcome.waits().get(i));
        }
        if (!same) {
            differs("waits, in seconds", expected.toString(), outcome.waits().toString());
        }
    }

    /** A number, or the least and the most. */
    private static boolean isWithin(Object expected, double actual) {
        return switch (expected) {
            case List<?> range ->
                Double.parseDouble(String.valueOf(range.getFirst())) <= actual
                        && actual <= Double.parseDouble(String.valueOf(range.getLast()));
            default -> Math.abs(Double.parseDouble(expected.toString()) - actual) < 0.0005;
        };
    }

    private static List<String> lines(List<?> values) {
        return values.stream().map(Json::text).toList();
    }

    private void listsDiffer(String what, List<String> expected, List<String> actual) {
        if (expected.equals(actual)) {
            return;
        }
        List<String> missing = new ArrayList<>(expected);
        actual.forEach(missing::remove);
        List<String> surplus = new ArrayList<>(actual);
        expected.forEach(surplus::remove);
        StringBuilder detail = new StringBuilder();
        missing.forEach(each -> detail.append("\n    missing:  ").append(each));
        surplus.forEach(each -> detail.append("\n    too much: ").append(each));
        String order = missing.isEmpty() && surplus.isEmpty() ? "\n    (in another order) " + actual : "";
        differences.add(what + ": expected " + expected.size() + ", got " + actual.size() + detail + order);
    }

    private void differs(String what, String expected, String actual) {
        differences.add(what + "\n    expected: " + expected + "\n    actual:   " + actual);
    }
}
