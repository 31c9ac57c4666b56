package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ingest.contracts.value.JsonLimits;
import dev.ingest.contracts.value.JsonNumber;
import dev.ingest.contracts.value.Utf8;
import dev.ingest.lake.encode.Row;
import dev.ingest.lake.encode.Scanner;
import dev.ingest.lake.encode.Tape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines become rows, without a tree in between. What does not fit is set aside with its reason. */
final class Decoder {

    /** Engines slow down, and metadata grows with every commit, long before this. */
    static final int COLUMNS_MAX = 2_000;

    static final int NAME_LENGTH_MAX = 255;
    static final int DEPTH_MAX = JsonLimits.RECORD_DEPTH_MAX;

    /** A record larger than this is nobody's row; the log's messages are smaller, but a claim's may be as large. */
    static final int RECORD_BYTES_MAX = 16 << 20;

    /** Records of later messages may be a little shorter. */
    private static final double ROOM = 1.02;

    private final Layout layout;
    private final boolean fast;
    private final ValueReader[] values;
    private final JsonFactory json;
    private final Tape tape;
    private final Scanner scanner;
    private final List<Rejection> rejections = new ArrayList<>();
    private final Growth growth = new Growth();
    private final Strangers strangers;
    private long records;
    private long general;

    private Decoder(Layout layout, boolean fast) {
        this.layout = layout;
        this.fast = fast;
        this.strangers = new Strangers(layout, growth);
        this.values = layout.fields().stream()
                .map(field -> ValueReader.of(field.name(), field, strangers))
                .toArray(ValueReader[]::new);
        this.tape = new Tape(layout.recordFields());
        this.scanner = new Scanner(tape, layout.recordFields(), layout::column);
        this.json = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxNameLength(JsonLimits.NAME_LENGTH_MAX)
                        .maxNumberLength(JsonNumber.LENGTH_MAX)
                        .maxStringLength(Batch.BYTES_MAX)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    static Decoded decode(Layout layout, Batch batch) {
        return decode(layout, batch, true);
    }

    /** @param fast whether records of the usual form take the fast path; the rows are the same */
    static Decoded decode(Layout layout, Batch batch, boolean fast) {
        var decoder = new Decoder(layout, fast);
        decoder.decode(batch.messages());
        return new Decoded(decoder.tape.rows(), decoder.rejections, decoder.growth, decoder.records, decoder.general);
    }

    /**
     * @param growth not empty: the rows lack values that need it, so change the table and decode again
     * @param records rows and rejections
     * @param general how many of the records took the general path
     */
    record Decoded(List<Row> rows, List<Rejection> rejections, Growth growth, long records, long general) {}

    private void decode(List<Message> messages) {
        long bytes =
                messages.stream().mapToLong(message -> message.ndjson().length).sum();
        long done = 0;
        for (int i = 0; i < messages.size(); i++) {
            decode(messages.get(i));
            done += messages.get(i).ndjson().length;
            // the tape grows in large steps, each a copy, if the first messages do not tell how long it will be
            if (Integer.bitCount(i + 1) == 1) {
                tape.reserve((double) bytes / Math.max(1, done) * ROOM);
            }
        }
    }

    private void decode(Message message) {
        if (message.refused().isPresent()) {
            records++;
            rejections.add(Rejection.of(message.position(), message.refused().get()));
            return;
        }
        byte[] bytes = message.ndjson();
        boolean delete = message.op() == Op.DELETE;
        boolean scans = fast && (!delete || layout.upserts());
        scanner.open(bytes);
        int index = 0;
        for (int start = 0; start < bytes.length; ) {
            int end;
            if (scans && isBearable(bytes, start) && scanner.read(start, delete)) {
                end = scanner.end();
                records++;
                index++;
            } else {
                end = lineEnd(bytes, start);
                if (!isBlank(bytes, start, end)) {
                    decode(message, index++, start, end);
                }
            }
            start = end + 1;
        }
    }

    private void decode(Message message, int index, int start, int end) {
        records++;
        general++;
        byte[] bytes = message.ndjson();
        try {
            requireBearable(bytes, start, end);
            read(message.op(), bytes, start, end);
        } catch (Unfit e) {
            Rejection rejection =
                    Rejection.at(message.position(), index, e.reason(), Arrays.copyOfRange(bytes, start, end));
            rejections.add(e instanceof Unwanted ? rejection.forGood() : rejection);
        }
    }

    private void read(Op op, byte[] bytes, int start, int end) throws Unfit {
        try (JsonParser parser = json.createParser(bytes, start, end - start)) {
            Row.OfValues row = row(op, parser, bytes, start);
            tape.add(row.values(), row.delete());
        } catch (StreamConstraintsException e) {
            throw new Unfit(
                    "not JSON at byte %s: deeper than %d levels, or a number or name too long"
                            .formatted(offset(e), DEPTH_MAX),
                    e);
        } catch (IOException e) {
            throw new Unfit("not JSON at byte " + offset(e), e);
        }
    }

    private static boolean isBearable(byte[] bytes, int start) {
        return bytes.length - start <= RECORD_BYTES_MAX || lineEnd(bytes, start) - start <= RECORD_BYTES_MAX;
    }

    /** What no parser is to be asked. */
    private static void requireBearable(byte[] bytes, int start, int end) throws Unfit {
        if (end - start > RECORD_BYTES_MAX) {
            throw new Unfit("a record of %d bytes (expected: at most %d)".formatted(end - start, RECORD_BYTES_MAX));
        }
        int malformed = Utf8.malformed(bytes, start, end);
        if (malformed >= 0) {
            throw new Unfit("not UTF-8 at byte " + (malformed - start));
        }
    }

    private Row.OfValues row(Op op, JsonParser parser, byte[] bytes, int start) throws IOException, Unfit {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Unfit("not a JSON object");
        }
        if (op == Op.DELETE && !layout.upserts()) {
            throw new Unfit("a delete on a table that only appends");
        }
        var row = new Row.OfValues(new @Nullable Object[values.length], op == Op.DELETE);
        var record = new JsonRecord(parser, bytes, start, row.delete(), new Growth());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field(record, row);
        }
        if (parser.nextToken() != null) {
            throw new Unfit("more than one JSON value on the line");
        }
        requireValues(row);
        growth.seeAll(record.growth());
        return row;
    }

    private void field(JsonRecord record, Row.OfValues row) throws IOException, Unfit {
        String name = record.at().currentName();
        if (record.at().nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        int column = layout.column(name);
        if (column >= 0) {
            requireOnce(row.values()[column], name, layout.fields().get(column).name());
            row.values()[column] = values[column].read(record);
        } else {
            strangers.meet(Growth.TOP, "", name, record);
            record.at().skipChildren();
        }
    }

    /** Of two values of one column, in fields of one name or of names that differ in case, neither is lost in silence. */
    static void requireOnce(@Nullable Object before, String field, String column) throws Unfit {
        if (before != null) {
            throw new Unfit(
                    "field %s is the second one with a value for column %s (expected: one)".formatted(field, column));
        }
    }

    private void requireValues(Row.OfValues row) throws Unfit {
        for (int i = 0; i < values.length; i++) {
            boolean needed =
                    row.delete() ? layout.isKey(i) : layout.fields().get(i).isRequired();
            if (needed && row.values()[i] == null) {
                throw new Unfit("%s column %s has no value"
                        .formatted(layout.role(i), layout.fields().get(i).name()));
            }
        }
    }

    private static String offset(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JacksonException jackson && jackson.getLocation() != null
                ? Long.toString(jackson.getLocation().getByteOffset())
                : "unknown";
    }

    private static int lineEnd(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\r' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
