package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.iceberg.types.Types.ListType;
import org.jspecify.annotations.Nullable;

/** An array of values of one type. */
final class ListValue implements ValueReader {

    private final String path;
    private final boolean required;
    private final ValueReader element;

    ListValue(String path, ListType type, Strangers strangers) {
        this.path = path;
        this.required = type.isElementRequired();
        this.element = ValueReader.of(path + ".element", type.fields().getFirst(), strangers);
    }

    @Override
    public Object read(JsonRecord record) throws IOException, Unfit {
        JsonParser at = record.at();
        if (at.currentToken() != JsonToken.START_ARRAY) {
            throw new Unfit("column %s (list) cannot hold %s".formatted(path, Values.aKind(at)));
        }
        var values = new ArrayList<@Nullable Object>();
        while (at.nextToken() != JsonToken.END_ARRAY) {
            boolean isNull = at.currentToken() == JsonToken.VALUE_NULL;
            if (isNull && required) {
                throw new Unfit("required column %s.element has no value".formatted(path));
            }
            values.add(isNull ? null : element.read(record));
        }
        return values;
    }
}
