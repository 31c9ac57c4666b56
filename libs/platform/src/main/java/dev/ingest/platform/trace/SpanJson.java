package dev.ingest.platform.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Spans as OTLP's JSON. Source: OpenTelemetry Protocol 1.9, "JSON Protobuf Encoding", and opentelemetry/proto/trace/v1/trace.proto. */
final class SpanJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KIND_INTERNAL = 1;
    private static final int STATUS_ERROR = 2;
    private static final long NANOS = 1_000_000_000L;

    private final String service;

    /** @param service whose spans they are */
    SpanJson(String service) {
        this.service = service;
    }

    byte[] of(List<Span> spans) {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode resource = message.putArray("resourceSpans").addObject();
        attributes(resource.putObject("resource"), Map.of("service.name", service));
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "dev.ingest");
        ArrayNode all = scope.putArray("spans");
        spans.forEach(span -> write(span, all.addObject()));
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is JSON", impossible);
        }
    }

    private static void write(Span span, ObjectNode into) {
        into.put("traceId", span.place().trace()).put("spanId", span.place().span());
        span.parent().ifPresent(parent -> into.put("parentSpanId", parent));
        into.put("name", span.name()).put("kind", KIND_INTERNAL);
        into.put("startTimeUnixNano", nanos(span.began())).put("endTimeUnixNano", nanos(span.ended()));
        attributes(into, span.attributes());
        if (!span.links().isEmpty()) {
            ArrayNode links = into.putArray("links");
            span.links()
                    .forEach(link ->
                            links.addObject().put("traceId", link.trace()).put("spanId", link.span()));
        }
        span.failure()
                .ifPresent(failure ->
                        into.putObject("status").put("code", STATUS_ERROR).put("message", failure));
    }

    private static void attributes(ObjectNode of, Map<String, String> attributes) {
        ArrayNode all = of.putArray("attributes");
        attributes.forEach((key, value) ->
                all.addObject().put("key", key).putObject("value").put("stringValue", value));
    }

    /** 64 bits are text in JSON. */
    private static String nanos(Instant time) {
        return String.valueOf(time.getEpochSecond() * NANOS + time.getNano());
    }
}
