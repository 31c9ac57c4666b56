package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.Decoder;
import dev.ingest.connector.manifest.TextEncoding;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of CSV by the names in the first row: what is missing is null, what is too much stands under null. */
final class CsvRows implements Bodies {
    private final CsvReader reader;
    private final TextEncoding encoding;
    private final Set<String> nulls;
    private Optional<List<Value>> names = Optional.empty();

    private CsvRows(CsvReader reader, TextEncoding encoding, Set<String> nulls) {
        this.reader = reader;
        this.encoding = encoding;
        this.nulls = nulls;
    }

    static Bodies open(Response response, Decoder.Csv csv, DecodeOptions options) throws IOException {
        MarkedText marked = MarkedText.of(response, csv.encoding(), options);
        UniversalLines text = new UniversalLines(RecodedStream.reader(marked.in(), marked.encoding()));
        CsvReader reader = new CsvReader(text, csv.delimiter(), options.recordBytesMax());
        return new CsvRows(reader, marked.encoding(), csv.nulls());
    }

    @Override
    public Optional<Body> next() throws IOException {
        try {
            if (names.isEmpty()) {
                names = reader.next()
                        .map(first ->
                                first.names().stream().<Value>map(Value::of).toList());
            }
            Optional<CsvReader.Row> row = reader.next();
            while (row.isPresent() && row.get().isBlank()) {
                row = reader.next();
            }
            return row.map(this::body);
        } catch (CharacterCodingException invalid) {
            throw DecodeException.wrongCharset(encoding.charset(), invalid);
        }
    }

    private Body body(CsvReader.Row row) {
        return row.oversized()
                .<Body>map(Body.TooLarge::new)
                .orElseGet(() -> new Body.Built(record(names.orElse(List.of()), row.cells())));
    }

    private Value record(List<Value> columns, List<String> cells) {
        Map<Value, Value> record = LinkedHashMap.newLinkedHashMap(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            record.put(columns.get(i), i < cells.size() ? cell(cells.get(i)) : Value.NONE);
        }
        if (cells.size() > columns.size()) {
            List<String> rest = cells.subList(columns.size(), cells.size());
            record.put(Value.NONE, Value.list(rest.stream().map(Value::of).toList()));
        }
        return new Value.Dict(record);
    }

    private Value cell(String text) {
        return nulls.contains(text) ? Value.NONE : Value.of(text);
    }
}
