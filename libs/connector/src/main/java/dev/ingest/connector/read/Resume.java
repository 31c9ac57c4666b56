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
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Where a slice that was not read to its end goes on.
 *
 * @param began when the pass began
 * @param done the partitions read to their end
 * @param open the ranges that are being read; more than one where parents came in another order
 * @param progress what the cursor has learnt
 * @param tries of requests that have failed and are still to be tried again
 * @param cutOffs times in a row that a body was cut off and nothing was read of it that had not been read before
 */
record Resume(Instant began, Value done, List<Open> open, Value progress, Value tries, int cutOffs) {
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
    record Open(long partition, Optional<Value> rangeStart, Optional<Value> token, Optional<Value> seen) {
        private static Open of(Value saved) {
            Value.Dict range = saved instanceof Value.Dict dict ? dict : Value.emptyDict();
            long partition =
                    range.at("partition").orElse(Value.NONE) instanceof Value.Int(var number) ? number.longValue() : 0;
            return new Open(partition, range.at("start"), range.at("token"), range.at("seen"));
        }

        private Value toValue() {
            Map<String, Value> range = new LinkedHashMap<>();
            range.put("partition", Value.of(partition));
            rangeStart.ifPresent(value -> range.put("start", value));
            token.ifPresent(value -> range.put("token", value));
            seen.ifPresent(value -> range.put("seen", value));
            return Value.dict(range);
        }
    }

    static Resume beginning(Instant now) {
        return new Resume(now, Value.NONE, List.of(), Value.NONE, Value.emptyDict(), 0);
    }

    /** What a slice's cursor says: a place in it, or the beginning. */
    static Resume of(Optional<Value> cursor, Instant now) {
        return cursor.flatMap(Resume::place)
                .map(place -> new Resume(
                        place.at("began").map(Python::str).map(Instant::parse).orElse(now),
                        place.at("done").orElse(Value.NONE),
                        open(place),
                        place.at("progress").orElse(Value.NONE),
                        place.at("tries").orElseGet(Value::emptyDict),
                        place.at("cut_offs").map(Resume::count).orElse(0)))
                .orElseGet(() -> beginning(now));
    }

    private static int count(Value value) {
        return value instanceof Value.Int(var number) ? number.intValue() : 0;
    }

    Resume withCutOffs(int times) {
        return new Resume(began, done, open, progress, tries, times);
    }

    /** Whether this is the same place in the slice, whatever has been tried there. */
    boolean isAt(Resume other) {
        return stripped().equals(other.stripped());
    }

    private String stripped() {
        return new Resume(began, done, open, progress, Value.emptyDict(), 0).toCursor(Optional.empty());
    }

    private static Optional<Value.Dict> place(Value cursor) {
        return cursor instanceof Value.Dict saved && saved.at(KEY).orElse(Value.NONE) instanceof Value.Dict place
                ? Optional.of(place)
                : Optional.empty();
    }

    /** Whether a cursor is a place in a slice, rather than a checkpoint. */
    static boolean isPlace(Value cursor) {
        return place(cursor).isPresent();
    }

    private static List<Open> open(Value.Dict place) {
        List<Open> open = new ArrayList<>();
        if (place.at("open").orElse(Value.NONE) instanceof Value.Items(var ranges)) {
            ranges.forEach(range -> open.add(Open.of(range)));
        }
        return List.copyOf(open);
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
        place.put("open", Value.list(open.stream().map(Open::toValue).toList()));
        place.put("progress", progress);
        if (Python.truth(tries)) {
            place.put("tries", tries);
        }
        if (cutOffs > 0) {
            place.put("cut_offs", Value.of(cutOffs));
        }
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
