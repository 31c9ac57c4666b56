package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.MapType;
import org.jspecify.annotations.Nullable;

/** An object whose fields are the entries of a map. A name that comes twice has its last value, as columns have. */
final class MapValue implements ValueReader {

    private final String path;
    private final boolean required;
    private final ValueReader value;

    private MapValue(String path, MapType type, Strangers strangers) {
        this.path = path;
        this.required = type.isValueRequired();
        this.value = ValueReader.of(path + ".value", type.fields().get(1), strangers);
    }

    /** Names are text: a map with other keys is not of our making. */
    static ValueReader of(String path, MapType type, Strangers strangers) {
        if (type.keyType().typeId() == Type.TypeID.STRING) {
            return new MapValue(path, type, strangers);
        }
        return _ -> {
            throw new Unfit("column %s (%s) cannot hold a value, for it is not of our making".formatted(path, type));
        };
    }

    @Override
    public Object read(JsonRecord record) throws IOException, Unfit {
        JsonParser at = record.at();
        if (at.currentToken() != JsonToken.START_OBJECT) {
            throw new Unfit("column %s (map) cannot hold %s".formatted(path, Values.aKind(at)));
        }
        var values = new LinkedHashMap<String, @Nullable Object>();
        while (at.nextToken() != JsonToken.END_OBJECT) {
            String name = Values.requireCharacters(path + ".key", at.currentName());
            boolean isNull = at.nextToken() == JsonToken.VALUE_NULL;
            if (isNull && required) {
                throw new Unfit("required column %s.value has no value".formatted(path));
            }
            values.put(name, isNull ? null : value.read(record));
        }
        return values;
    }
}
