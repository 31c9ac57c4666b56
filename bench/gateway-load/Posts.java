import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The posts: 512 different ones of each shape, so that compression meets what it would meet. */
enum Posts {
    ONE("1", 1, 1),
    TEN("10", 1, 10),
    TWICE_TEN("2x10", 2, 10);

    static final String FIRST = "transactions";
    static final String SECOND = "refunds";
    static final String COLUMNS = """
            {"name": "timestamp", "type": "timestamptz", "required": true}, {"name": "user_id", "type": "string", "required": true},
            {"name": "amount", "type": "double"}, {"name": "merchant_category", "type": "string"},
            {"name": "items", "type": "long"}, {"name": "abroad", "type": "boolean"}
            """;
    private static final int DIFFERENT = 512;

    final String label;
    private final int sources;
    private final int each;

    Posts(String label, int sources, int each) {
        this.label = label;
        this.sources = sources;
        this.each = each;
    }

    int records() {
        return sources * each;
    }

    byte[][] requests(String authorization) {
        return IntStream.range(0, DIFFERENT)
                .mapToObj(i -> Http.post("/api/v1/ingest", authorization, body(i).getBytes(UTF_8)))
                .toArray(byte[][]::new);
    }

    private String body(int number) {
        return IntStream.range(0, sources)
                .mapToObj(source -> "\"%s\": [%s]".formatted(source == 0 ? FIRST : SECOND, records(number)))
                .collect(Collectors.joining(", ", "{\"records\": {", "}}"));
    }

    private String records(int number) {
        return IntStream.range(0, each).mapToObj(i -> record(number * each + i)).collect(Collectors.joining(", "));
    }

    static String record(int number) {
        int noise = (int) Integer.toUnsignedLong(number * 0x9E3779B1) >>> 8;
        return """
                {"timestamp": "2026-01-15T%02d:%02d:%02dZ", "user_id": "user_%d", "amount": %d.%02d, \
                "merchant_category": "%s", "items": %d, "abroad": %b}"""
                .formatted(number / 3600 % 24, number / 60 % 60, number % 60, number, noise % 500, noise % 100,
                        noise % 3 == 0 ? "grocery" : "retail", noise % 12, noise % 7 == 0);
    }
}
