package dev.ingest.gateway.feature;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Finds the records of a post in its bytes. Refuses only what no single record can be blamed for. */
final class PostParser {
    private final FeatureLimits limits;

    PostParser(FeatureLimits limits) {
        this.limits = limits;
    }

    /** Throws {@link IngestException} with code {@code INVALID_ARGUMENT} that says where the post is wrong. */
    Post parse(byte[] body) {
        try (JsonParser json = Json.parser(body, 0, body.length)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "body", "an object");
            Post post = members(json, body);
            if (json.nextToken() != null) {
                throw invalid("body: more than one JSON value (expected: one object)");
            }
            return post;
        } catch (JacksonException malformed) {
            throw Json.malformed(malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Post members(JsonParser json, byte[] body) throws IOException {
        boolean dryRun = false;
        boolean diagnostics = false;
        Optional<List<Post.SourcePost>> sources = Optional.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            switch (member) {
                case "dry_run" -> dryRun = flag(member, value);
                case "include_diagnostics" -> diagnostics = flag(member, value);
                case "records" -> {
                    if (sources.isPresent()) {
                        throw invalid("records: appears twice (expected: once)");
                    }
                    sources = Optional.of(sources(json, value));
                }
                // A member that we do not know is from a newer client, and no reason to refuse its records.
                case String _ -> Json.skip(json);
            }
        }
        return new Post(
                body,
                dryRun,
                diagnostics,
                sources.orElseThrow(() -> invalid("records: missing (expected: an object)")));
    }

    private static boolean flag(String member, JsonToken value) {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                throw notFlag(member, value);
            case VALUE_EMBEDDED_OBJECT, VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                throw notFlag(member, value);
        };
    }

    private static IngestException notFlag(String member, JsonToken value) {
        return invalid("%s: %s (expected: true or false)".formatted(member, Json.kind(value)));
    }

    private List<Post.SourcePost> sources(JsonParser json, JsonToken value) throws IOException {
        expect(value, JsonToken.START_OBJECT, "records", "an object of stream source to array");
        var sources = new ArrayList<Post.SourcePost>();
        var names = new HashSet<String>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (!names.add(name)) {
                throw invalid("records.%s: appears twice (expected: once)".formatted(name));
            }
            if (names.size() > limits.sources()) {
                throw invalid("records: more than %d stream sources (expected: at most %d)"
                        .formatted(limits.sources(), limits.sources()));
            }
            expect(json.nextToken(), JsonToken.START_ARRAY, "records." + name, "an array of objects");
            sources.add(new Post.SourcePost(name, spans(json, name)));
        }
        return List.copyOf(sources);
    }

    private List<Post.Span> spans(JsonParser json, String source) throws IOException {
        var spans = new ArrayList<Post.Span>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            String path = "records.%s[%d]".formatted(source, spans.size());
            if (spans.size() == limits.recordsPerSource()) {
                throw invalid("records.%s: more than %d records (expected: at most %d)"
                        .formatted(source, limits.recordsPerSource(), limits.recordsPerSource()));
            }
            expect(token, JsonToken.START_OBJECT, path, "an object");
            int from = Json.tokenStart(json);
            Json.skip(json);
            spans.add(new Post.Span(from, Json.position(json)));
        }
        return List.copyOf(spans);
    }

    private static void expect(JsonToken actual, JsonToken expected, String path, String words) {
        if (actual != expected) {
            throw invalid("%s: %s (expected: %s)".formatted(path, Json.kind(actual), words));
        }
    }
}
