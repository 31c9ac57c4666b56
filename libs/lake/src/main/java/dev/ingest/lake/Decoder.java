package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
    static final int DEPTH_MAX = 500;

    private final Layout layout;
    private final Values[] values;
    private final JsonFactory json;
    private final List<Row> rows = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final NewColumns newColumns = new NewColumns();
    private long records;

    private Decoder(Layout layout) {
        this.layout = layout;
        this.values = layout.fields().stream().map(Values::new).toArray(Values[]::new);
        this.json = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(Batch.BYTES_MAX)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    static Decoded decode(Layout layout, Batch batch) {
        var decoder = new Decoder(layout);
        batch.messages().forEach(decoder::decode);
        return new Decoded(decoder.rows, decoder.rejections, decoder.newColumns, decoder.records);
    }

    /**
     * @param newColumns not empty: the rows lack these columns' values, so add the columns and decode again
     * @param records rows and rejections
     */
    record Decoded(List<Row> rows, List<Rejection> rejections, NewColumns newColumns, long records) {}

    private void decode(Message message) {
        byte[] bytes = message.ndjson();
        int index = 0;
        for (int start = 0; start < bytes.length; ) {
            int end = lineEnd(bytes, start);
            if (!isBlank(bytes, start, end)) {
                decode(message, index++, start, end);
            }
            start = end + 1;
        }
    }

    private void decode(Message message, int index, int start, int end) {
        records++;
        byte[] bytes = message.ndjson();
        try (JsonParser parser = json.createParser(bytes, start, end - start)) {
            rows.add(row(message.op(), parser, new Values.JsonText(bytes, start)));
        } catch (Unfit e) {
            reject(message, index, e.reason(), Arrays.copyOfRange(bytes, start, end));
        } catch (IOException e) {
            reject(message, index, "not JSON at byte " + offset(e), Arrays.copyOfRange(bytes, start, end));
        }
    }

    private void reject(Message message, int index, String reason, byte[] record) {
        rejections.add(Rejection.at(message.position(), index, reason, record));
    }

    private Row row(Op op, JsonParser parser, Values.JsonText text) throws IOException, Unfit {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Unfit("not a JSON object");
        }
        if (op == Op.DELETE && !layout.upserts()) {
            throw new Unfit("a delete on a table that only appends");
        }
        var row = new Row(new @Nullable Object[values.length], op == Op.DELETE);
        var unknown = new NewColumns();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field(parser, text, row, unknown);
        }
        if (parser.nextToken() != null) {
            throw new Unfit("more than one JSON value on the line");
        }
        requireValues(row);
        requireRoom(unknown);
        newColumns.seeAll(unknown);
        return row;
    }

    private void field(JsonParser parser, Values.JsonText text, Row row, NewColumns unknown) throws IOException, Unfit {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        int column = layout.column(name);
        if (column >= 0) {
            row.values()[column] = values[column].read(parser, text);
        } else {
            want(name, parser, row, unknown);
            parser.skipChildren();
        }
    }

    private void want(String name, JsonParser parser, Row row, NewColumns unknown) throws IOException, Unfit {
        if (row.delete()) {
            return;
        }
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new Unfit(
                    "a field name of %d characters (expected: 1 to %d)".formatted(name.length(), NAME_LENGTH_MAX));
        }
        unknown.see(Types.columnName(name), NewColumns.typeOf(parser));
    }

    private void requireRoom(NewColumns unknown) throws Unfit {
        if (!unknown.isEmpty() && values.length + newColumns.sizeWith(unknown) > COLUMNS_MAX) {
            throw new Unfit("a new field, but the table has its %d columns".formatted(COLUMNS_MAX));
        }
    }

    private void requireValues(Row row) throws Unfit {
        for (int i = 0; i < values.length; i++) {
            boolean needed =
                    row.delete() ? layout.isKey(i) : layout.fields().get(i).isRequired();
            if (needed && row.values()[i] == null) {
                throw new Unfit((layout.isKey(i) ? "key column %s has no value" : "required column %s has no value")
                        .formatted(layout.fields().get(i).name()));
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
