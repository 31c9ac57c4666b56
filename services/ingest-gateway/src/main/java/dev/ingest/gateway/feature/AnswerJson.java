package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes answers as the Ingest API reference, "Response body", has them. By hand: most are the same few words around two names, for
 * which a generator costs more than the words.
 */
public final class AnswerJson {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Of an answer that has nothing to complain of; a longer one grows. */
    private static final int USUAL_LENGTH = 256;

    private final StringBuilder json = new StringBuilder(USUAL_LENGTH);

    private AnswerJson() {}

    /** The answer's JSON in UTF-8. */
    public static byte[] write(String requestId, IngestAnswer answer) {
        var text = new AnswerJson();
        text.answer(requestId, answer);
        return text.json.toString().getBytes(UTF_8);
    }

    private void answer(String requestId, IngestAnswer answer) {
        json.append("{\"request_id\":");
        string(requestId);
        json.append(",\"status\":\"")
                .append(answer.complete() ? "success" : "partial_success")
                .append("\",\"sources\":{");
        String comma = "";
        for (SourceResult source : answer.sources()) {
            json.append(comma);
            source(source);
            comma = ",";
        }
        json.append('}');
        if (answer.diagnostics().isPresent()) {
            diagnostics(answer.diagnostics().get());
        }
        json.append('}');
    }

    private void source(SourceResult source) {
        string(source.name());
        json.append(":{\"records\":{\"total\":")
                .append(source.total())
                .append(",\"failed\":")
                .append(source.failures().size());
        if (!source.failures().isEmpty()) {
            failures(source);
        }
        json.append("},\"feature_views\":{\"failed\":")
                .append(source.failedViews())
                .append(",\"results\":[");
        String comma = "";
        for (ViewResult view : source.views()) {
            json.append(comma);
            view(view);
            comma = ",";
        }
        json.append("]}}");
    }

    private void failures(SourceResult source) {
        String comma = ",\"errors\":[";
        for (SourceResult.Failure failure : source.failures()) {
            json.append(comma)
                    .append("{\"index\":")
                    .append(failure.index())
                    .append(",\"error\":{\"code\":\"")
                    .append(failure.error().code().name())
                    .append("\",\"message\":");
            string(failure.error().message());
            json.append("}}");
            comma = ",";
        }
        json.append(']');
    }

    private void view(ViewResult view) {
        json.append("{\"name\":");
        string(view.name());
        json.append(",\"version\":");
        string(view.version());
        json.append(",\"status\":\"")
                .append(view.error().isPresent() ? "failed" : "success")
                .append('"');
        if (view.error().isPresent()) {
            error(view.error().get());
        }
        json.append('}');
    }

    private void error(ViewError error) {
        json.append(",\"error\":{\"code\":\"").append(error.code().name()).append("\",\"message\":");
        string(error.message());
        if (error.failure().isPresent()) {
            json.append(",\"store\":\"")
                    .append(error.failure().get().store().name().toLowerCase(Locale.ROOT))
                    .append("\",\"retryable\":")
                    .append(error.failure().get().retryable());
        }
        json.append('}');
    }

    private void diagnostics(IngestAnswer.Diagnostics timings) {
        json.append(",\"diagnostics\":{\"total_ms\":")
                .append(millis(timings.total()))
                .append(",\"validate_ms\":")
                .append(millis(timings.validate()))
                .append(",\"durable_ms\":")
                .append(millis(timings.durable()))
                .append(",\"online_ms\":")
                .append(millis(timings.online()))
                .append('}');
    }

    /** Only texts of callers have anything to escape. */
    private void string(String text) {
        json.append('"');
        if (isPlain(text)) {
            json.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, json);
        }
        json.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter == '"' || letter == '\\') {
                return false;
            }
        }
        return true;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
