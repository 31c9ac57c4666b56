package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.lake.encode.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;

/** An object whose fields are columns. */
final class StructValue implements ValueReader {

    private final String path;
    private final int id;
    private final Strangers strangers;
    private final List<NestedField> fields;
    private final ValueReader[] readers;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();

    StructValue(String path, int id, StructType type, Strangers strangers) {
        this.path = path;
        this.id = id;
        this.strangers = strangers;
        this.fields = type.fields();
        this.readers = fields.stream()
                .map(field -> ValueReader.of(prefix() + field.name(), field, strangers))
                .toArray(ValueReader[]::new);
        for (int i = 0; i < readers.length; i++) {
            exact.put(fields.get(i).name(), i);
            folded.putIfAbsent(fields.get(i).name().toLowerCase(Locale.ROOT), i);
        }
    }

    @Override
    public Object read(JsonRecord record) throws IOException, Unfit {
        JsonParser at = record.at();
        if (at.currentToken() != JsonToken.START_OBJECT) {
            throw new Unfit("column %s (struct) cannot hold %s".formatted(path, Values.aKind(at)));
        }
        @Nullable Object[] values = new Object[readers.length];
        while (at.nextToken() != JsonToken.END_OBJECT) {
            field(record, at.currentName(), values);
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && fields.get(i).isRequired()) {
                throw new Unfit("required column %s%s has no value"
                        .formatted(prefix(), fields.get(i).name()));
            }
        }
        return new Row.OfValues(values, false);
    }

    private void field(JsonRecord record, String name, @Nullable Object[] values) throws IOException, Unfit {
        if (record.at().nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Integer column = column(name);
        if (column != null) {
            Decoder.requireOnce(
                    values[column],
                    prefix() + name,
                    prefix() + fields.get(column).name());
            values[column] = readers[column].read(record);
        } else {
            strangers.meet(id, prefix(), name, record);
            record.at().skipChildren();
        }
    }

    private @Nullable Integer column(String name) {
        Integer known = exact.get(name);
        if (known == null) {
            known = folded.get(name.toLowerCase(Locale.ROOT));
        }
        return known == null && strangers.isTaken(prefix() + name) ? column(name + "_") : known;
    }

    private String prefix() {
        return path + ".";
    }
}
