package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.time.UtcTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A feature view's columns, compiled once: makes its rows of transformed records. */
final class ViewSchema {
    private final Map<String, Column> columns = new HashMap<>();
    private final List<Column> required;
    private final int keys;

    /**
     * @param position its place among the columns
     * @param key its place in the entity's key, or -1
     * @param time whether it holds the event's time
     * @param label its name as JSON, with the colon
     */
    private record Column(int position, String name, FieldType type, int key, boolean time, byte[] label) {}

    /** What becomes of a record. */
    sealed interface Outcome {
        record Row(OnlineRow row) implements Outcome {}

        /** @param problem what is wrong with it */
        record Wrong(String problem) implements Outcome {}
    }

    ViewSchema(FeatureViewSpec view) {
        for (ColumnSpec column : view.columns()) {
            columns.put(
                    column.name(),
                    new Column(
                            columns.size(),
                            column.name(),
                            FieldType.of(column),
                            view.entityKeys().indexOf(column.name()),
                            column.name().equals(view.eventTime()),
                            label(column.name())));
        }
        keys = view.entityKeys().size();
        required = view.columns().stream()
                .map(column -> columns.get(column.name()))
                .filter(column -> column.key() >= 0 || column.time())
                .toList();
    }

    private static byte[] label(String name) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(name);
        byte[] label = new byte[quoted.length + 3];
        label[0] = '"';
        System.arraycopy(quoted, 0, label, 1, quoted.length);
        label[quoted.length + 1] = '"';
        label[quoted.length + 2] = ':';
        return label;
    }

    /** The row of a record: its columns only, times in UTC. */
    Outcome row(byte[] record) {
        var row = new Draft(record);
        try (JsonParser json = Json.parser(record, 0, record.length)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Column column = columns.get(json.currentName());
                json.nextToken();
                Optional<String> problem = column == null ? skipped(json) : row.take(column, json);
                if (problem.isPresent()) {
                    return new Outcome.Wrong(problem.get());
                }
            }
            return row.finished();
        } catch (JacksonException unreadable) {
            // Too deep, say: the record was taken, so it is the transformation's doing.
            return new Outcome.Wrong("makes JSON that cannot be read: " + unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Optional<String> skipped(JsonParser json) throws IOException {
        Json.skip(json);
        return Optional.empty();
    }

    /** One row in the making. */
    private final class Draft {
        private final byte[] record;
        private final ByteArrayOutputStream row;
        private final boolean[] present = new boolean[columns.size()];
        private final EntityKey entity = new EntityKey(keys);
        private @Nullable Instant time;

        Draft(byte[] record) {
            this.record = record;
            this.row = new ByteArrayOutputStream(record.length);
        }

        Optional<String> take(Column column, JsonParser json) throws IOException {
            if (present[column.position()]) {
                return Optional.of(RecordError.repeatedField(column.name()).message());
            }
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return skipped(json);
            }
            int from = Json.tokenStart(json);
            Optional<RecordError> keyless = EntityKey.refused(column.key(), column.name(), json);
            if (keyless.isPresent()) {
                return keyless.map(RecordError::message);
            }
            FieldType.Fit fit = column.type().fit(column.name(), json);
            if (fit instanceof FieldType.Fit.No(RecordError error)) {
                return Optional.of(error.message());
            }
            present[column.position()] = true;
            if (column.key() >= 0) {
                entity.put(column.key(), json, fit);
            }
            if (column.time() && !remember(json, fit)) {
                return Optional.of(
                        RecordError.timestamp(column.name(), json.getText()).message());
            }
            Json.skip(json);
            write(column, from, Json.position(json), fit);
            return Optional.empty();
        }

        /** Whether it is a time: the column's type may take others too. */
        private boolean remember(JsonParser json, FieldType.Fit fit) throws IOException {
            Optional<String> utc =
                    fit instanceof FieldType.Fit.As(String text) ? Optional.of(text) : UtcTime.parse(json.getText());
            time = utc.map(Instant::parse).orElse(null);
            return utc.isPresent();
        }

        private void write(Column column, int from, int to, FieldType.Fit fit) {
            row.write(row.size() == 0 ? '{' : ',');
            row.writeBytes(column.label());
            if (fit instanceof FieldType.Fit.As(String text)) {
                row.writeBytes(('"' + text + '"').getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } else {
                row.write(record, from, to - from);
            }
        }

        Outcome finished() {
            Optional<Column> missing = required.stream()
                    .filter(column -> !present[column.position()])
                    .findFirst();
            if (missing.isPresent() || time == null) {
                return new Outcome.Wrong(
                        RecordError.missing(missing.map(Column::name).orElse("event time"))
                                .message());
            }
            row.write('}');
            return new Outcome.Row(new OnlineRow(entity.toString(), time, row.toByteArray()));
        }
    }
}
