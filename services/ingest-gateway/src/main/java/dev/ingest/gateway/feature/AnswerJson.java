package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** Writes answers as the Ingest API reference, "Response body", has them. */
public final class AnswerJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double NANOS_PER_MILLI = 1e6;

    private AnswerJson() {}

    /** The answer's JSON in UTF-8. */
    public static byte[] write(String requestId, IngestAnswer answer) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("request_id", requestId);
            json.writeStringField("status", answer.complete() ? "success" : "partial_success");
            json.writeObjectFieldStart("sources");
            for (SourceResult source : answer.sources()) {
                source(json, source);
            }
            json.writeEndObject();
            if (answer.diagnostics().isPresent()) {
                diagnostics(json, answer.diagnostics().get());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void source(JsonGenerator json, SourceResult source) throws IOException {
        json.writeObjectFieldStart(source.name());
        json.writeObjectFieldStart("records");
        json.writeNumberField("total", source.total());
        json.writeNumberField("failed", source.failures().size());
        if (!source.failures().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (SourceResult.Failure failure : source.failures()) {
                failure(json, failure);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("feature_views");
        json.writeNumberField("failed", source.failedViews());
        json.writeArrayFieldStart("results");
        for (ViewResult view : source.views()) {
            view(json, view);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, SourceResult.Failure failure) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", failure.index());
        json.writeObjectFieldStart("error");
        json.writeStringField("code", failure.error().code().name());
        json.writeStringField("message", failure.error().message());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void view(JsonGenerator json, ViewResult view) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", view.name());
        json.writeStringField("version", view.version());
        json.writeStringField("status", view.error().isPresent() ? "failed" : "success");
        if (view.error().isPresent()) {
            ViewError error = view.error().get();
            json.writeObjectFieldStart("error");
            json.writeStringField("code", error.code().name());
            json.writeStringField("message", error.message());
            if (error.failure().isPresent()) {
                json.writeStringField(
                        "store", error.failure().get().store().name().toLowerCase(Locale.ROOT));
                json.writeBooleanField("retryable", error.failure().get().retryable());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void diagnostics(JsonGenerator json, IngestAnswer.Diagnostics timings) throws IOException {
        json.writeObjectFieldStart("diagnostics");
        json.writeNumberField("total_ms", millis(timings.total()));
        json.writeNumberField("validate_ms", millis(timings.validate()));
        json.writeNumberField("durable_ms", millis(timings.durable()));
        json.writeNumberField("online_ms", millis(timings.online()));
        json.writeEndObject();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
