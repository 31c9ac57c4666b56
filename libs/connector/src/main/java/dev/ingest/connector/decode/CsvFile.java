package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.TextEncoding;
import dev.ingest.expression.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * A CSV file as pandas reads it with every column as text: a name that comes twice gets a number, texts that usually
 * stand for no value are null, and so is what a short row lacks. It may be compressed with gzip or zlib.
 */
public final class CsvFile implements Bodies {
    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int ZLIB_FIRST = 0x78;
    private static final int ZLIB_CHECK = 31;
    /** The texts pandas takes for no value by default. */
    private static final Set<String> NULLS = Set.of(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    private final CsvReader reader;
    private final TextEncoding encoding;
    private final Set<String> nulls;
    private Optional<List<Value>> names = Optional.empty();
    private long row;

    private CsvFile(CsvReader reader, TextEncoding encoding, Set<String> nulls) {
        this.reader = reader;
        this.encoding = encoding;
        this.nulls = nulls;
    }

    /** @param keepsTexts whether only an empty cell is null */
    public static Bodies open(Response response, boolean keepsTexts, DecodeOptions options) throws IOException {
        // Null bytes are taken out only once it is known that they are not halves of characters.
        InputStream bytes = unzipped(response.body());
        MarkedText marked = options.lenient()
                ? new MarkedText(bytes, new TextEncoding(TextEncoding.UTF_8.charset(), true))
                : MarkedText.of(new Response(bytes, response.contentType()), Optional.empty(), options);
        boolean isWide = marked.encoding().charset().name().startsWith("UTF-16")
                || marked.encoding().charset().name().startsWith("UTF-32");
        InputStream in = isWide ? marked.in() : new WithoutNulls(marked.in());
        UniversalLines text = new UniversalLines(RecodedStream.reader(in, marked.encoding()));
        return new CsvFile(
                new CsvReader(text, ',', options.recordBytesMax()), marked.encoding(), keepsTexts ? Set.of("") : NULLS);
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(2);
        int first = buffered.read();
        int second = buffered.read();
        buffered.reset();
        if (first == GZIP_FIRST && second == 0x8b) {
            return new GZIPInputStream(buffered, BUFFER);
        }
        boolean zlib = first == ZLIB_FIRST && second >= 0 && (first * 256 + second) % ZLIB_CHECK == 0;
        return zlib ? new InflaterInputStream(buffered) : buffered;
    }

    @Override
    public Optional<Body> next() throws IOException {
        try {
            return nextRecord();
        } catch (CharacterCodingException invalid) {
            throw DecodeException.wrongCharset(encoding.charset(), invalid);
        }
    }

    private Optional<Body> nextRecord() throws IOException {
        if (names.isEmpty()) {
            names = nextRow().map(CsvReader.Row::names).map(CsvFile::distinct);
        }
        return nextRow().map(this::body);
    }

    private Body body(CsvReader.Row given) {
        return given.oversized()
                .<Body>map(Body.TooLarge::new)
                .orElseGet(() -> new Body.Built(record(names.orElse(List.of()), given.cells())));
    }

    private Optional<CsvReader.Row> nextRow() throws IOException {
        Optional<CsvReader.Row> next = reader.next();
        while (next.isPresent() && next.get().isBlank()) {
            next = reader.next();
        }
        row++;
        return next;
    }

    private static List<Value> distinct(List<String> header) {
        List<Value> names = new ArrayList<>();
        Set<String> used = new HashSet<>(header);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).isEmpty() ? "Unnamed: " + i : header.get(i);
            int count = counts.merge(name, 1, Integer::sum) - 1;
            String given = name;
            while (count > 0 && !used.add(given = name + "." + count)) {
                count = counts.merge(name, 1, Integer::sum) - 1;
            }
            names.add(Value.of(given));
        }
        return names;
    }

    private Value record(List<Value> columns, List<String> cells) {
        if (cells.size() > columns.size()) {
            throw new DecodeException("has " + cells.size() + " cells in row " + row + " (expected: " + columns.size()
                    + ", as in the first)");
        }
        Map<Value, Value> record = LinkedHashMap.newLinkedHashMap(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            boolean isNull = i >= cells.size() || nulls.contains(cells.get(i));
            record.put(columns.get(i), isNull ? Value.NONE : Value.of(cells.get(i)));
        }
        return new Value.Dict(record);
    }

    /** Some APIs put null bytes into text; they stand for nothing. */
    private static final class WithoutNulls extends InputStream {
        private final InputStream in;

        WithoutNulls(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            while (b == 0) {
                b = in.read();
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            int kept = offset;
            for (int i = offset; i < offset + count; i++) {
                if (target[i] != 0) {
                    target[kept++] = target[i];
                }
            }
            boolean onlyNulls = count > 0 && kept == offset;
            return onlyNulls ? read(target, offset, length) : count < 0 ? count : kept - offset;
        }
    }
}
