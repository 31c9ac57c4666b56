package dev.ingest.gateway.feature;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.value.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a post and judges its records, in one pass. Refuses only what no single record can be blamed for. */
final class PostParser {
    private final FeatureLimits limits;
    private final TenantSources registered;

    PostParser(FeatureLimits limits, TenantSources registered) {
        this.limits = limits;
        this.registered = registered;
    }

    /** Throws {@link IngestException} with code {@code INVALID_ARGUMENT} that says where the post is wrong. */
    Post parse(byte[] body) {
        int malformed = Utf8.malformed(body, 0, body.length);
        if (malformed >= 0) {
            throw invalid("body: not valid JSON: not UTF-8 at byte " + malformed);
        }
        try {
            return deepOrNot(body);
        } catch (JacksonException invalid) {
            throw Json.malformed(invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What is too deep to be read is one record's fault, and no reason to refuse the others. */
    private Post deepOrNot(byte[] body) throws IOException {
        try {
            return post(body);
        } catch (StreamConstraintsException tooDeep) {
            return post(Shallow.copyOf(body, Json.DEPTH_MAX));
        }
    }

    private Post post(byte[] body) throws IOException {
        try (JsonParser json = Json.parser(body, 0, body.length)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "body", "an object");
            Post post = members(json, body);
            if (json.nextToken() != null) {
                throw invalid("body: more than one JSON value (expected: one object)");
            }
            return post;
        }
    }

    private Post members(JsonParser json, byte[] body) throws IOException {
        boolean dryRun = false;
        boolean diagnostics = false;
        Optional<List<Judgement>> sources = Optional.empty();
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
                    sources = Optional.of(sources(json, body, value));
                }
                // A member that we do not know is from a newer client, and no reason to refuse its records.
                case String _ -> Json.skip(json);
            }
        }
        return new Post(
                dryRun, diagnostics, sources.orElseThrow(() -> invalid("records: missing (expected: an object)")));
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

    private List<Judgement> sources(JsonParser json, byte[] body, JsonToken value) throws IOException {
        expect(value, JsonToken.START_OBJECT, "records", "an object of stream source to array");
        var sources = new ArrayList<Judgement>();
        var names = new HashMap<String, String>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            Optional<TenantSources.Source> source = registered.find(name);
            String before =
                    names.putIfAbsent(source.isPresent() ? source.get().spec().name() : name, name);
            if (name.equals(before)) {
                throw invalid("records.%s: appears twice (expected: once)".formatted(name));
            }
            if (sources.size() == limits.sources()) {
                throw invalid("records: more than %d stream sources (expected: at most %d)"
                        .formatted(limits.sources(), limits.sources()));
            }
            if (before != null) {
                throw invalid("records.%s: a stream source's second name (expected: each source once)".formatted(name));
            }
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw unexpected(json.currentToken(), "records." + name, "an array of objects");
            }
            sources.add(judged(json, body, name, source));
        }
        return sources;
    }

    private Judgement judged(JsonParser json, byte[] body, String source, Optional<TenantSources.Source> known)
            throws IOException {
        var records = new Judgement.Draft(source, known);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (records.total() == limits.recordsPerSource()) {
                throw invalid("records.%s: more than %d records (expected: at most %d)"
                        .formatted(source, limits.recordsPerSource(), limits.recordsPerSource()));
            }
            if (token != JsonToken.START_OBJECT) {
                throw unexpected(token, "records.%s[%d]".formatted(source, records.total()), "an object");
            }
            records.add(json, body, limits.recordBytes());
        }
        return records.judgement();
    }

    private static void expect(@Nullable JsonToken actual, JsonToken expected, String path, String words) {
        if (actual != expected) {
            throw unexpected(actual, path, words);
        }
    }

    private static IngestException unexpected(@Nullable JsonToken actual, String path, String words) {
        return invalid("%s: %s (expected: %s)".formatted(path, Json.kind(actual), words));
    }
}
