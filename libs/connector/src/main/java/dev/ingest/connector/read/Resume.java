package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Where a slice that was not read to its end goes on.
 *
 * @param began when the pass began
 * @param done the partitions read to their end
 * @param open the range that is being read
 * @param progress what the cursor has learnt
 */
record Resume(Instant began, Value done, Optional<Open> open, Value progress) {
    /** A longer cursor travels compressed. */
    private static final int PLAIN_MAX = 64 * 1024;

    /** A cursor that unpacks to more was not written here. */
    private static final int UNPACKED_MAX = 64 * 1024 * 1024;

    private static final String KEY = "__resume";
    private static final String PACKED = "__resume_gzip";
    private static final String BASE = "base";

    /**
     * @param partition told from the others by this number
     * @param token of the next page; none for the first
     * @param seen the greatest cursor its pages have shown
     */
    record Open(long partition, Optional<Value> rangeStart, Optional<Value> token, Optional<Value> seen) {}

    static Resume beginning(Instant now) {
        return new Resume(now, Value.NONE, Optional.empty(), Value.NONE);
    }

    /** What a slice's cursor says: a place in it, or the beginning. */
    static Resume of(Optional<Value> cursor, Instant now) {
        return cursor.flatMap(Resume::place)
                .map(place -> new Resume(
                        place.at("began").map(Python::str).map(Instant::parse).orElse(now),
                        place.at("done").orElse(Value.NONE),
                        open(place),
                        place.at("progress").orElse(Value.NONE)))
                .orElseGet(() -> beginning(now));
    }

    private static Optional<Value.Dict> place(Value cursor) {
        return cursor instanceof Value.Dict saved && saved.at(KEY).orElse(Value.NONE) instanceof Value.Dict place
                ? Optional.of(place)
                : Optional.empty();
    }

    private static Optional<Open> open(Value.Dict place) {
        return place.at("partition")
                .map(partition -> new Open(
                        partition instanceof Value.Int(var number) ? number.longValue() : 0,
                        place.at("start"),
                        place.at("token"),
                        place.at("seen")));
    }

    /** The checkpoint the slice began with: partitions still to be read start from it, whatever others have reached. */
    static Optional<Value> base(Optional<Value> cursor) {
        return cursor.flatMap(value ->
                value instanceof Value.Dict saved && saved.at(KEY).isPresent() ? saved.at(BASE) : Optional.of(value));
    }

    /** A slice's cursor as a value. */
    static Value parse(String cursor) {
        Value value = SavedState.json(cursor);
        return value instanceof Value.Dict saved && saved.at(PACKED).orElse(Value.NONE) instanceof Value.Str(var packed)
                ? SavedState.json(unpacked(packed))
                : value;
    }

    String toCursor(Optional<Value> base) {
        Map<String, Value> place = new LinkedHashMap<>();
        place.put("began", Value.of(began.toString()));
        place.put("done", done);
        open.ifPresent(range -> {
            place.put("partition", Value.of(range.partition()));
            range.rangeStart().ifPresent(value -> place.put("start", value));
            range.token().ifPresent(value -> place.put("token", value));
            range.seen().ifPresent(value -> place.put("seen", value));
        });
        place.put("progress", progress);
        Map<String, Value> cursor = new LinkedHashMap<>();
        cursor.put(KEY, Value.dict(place));
        base.ifPresent(checkpoint -> cursor.put(BASE, checkpoint));
        String text = JsonText.compact(Value.dict(cursor));
        return text.length() <= PLAIN_MAX ? text : JsonText.compact(Value.dict(Map.of(PACKED, Value.of(packed(text)))));
    }

    private static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String unpacked(String packed) {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            return new String(gzip.readNBytes(UNPACKED_MAX), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException broken) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "the saved cursor cannot be unpacked (expected one written here)",
                    broken);
        }
    }
}
