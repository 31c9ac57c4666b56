package dev.ingest.connector.conformance;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that is expected and its answer.
 *
 * @param times how often it answers; {@code Integer.MAX_VALUE} for always
 */
record Exchange(Fields request, Response response, int times) {
    static Exchange of(Fields fields) {
        fields.only("request", "response", "times");
        Fields request =
                fields.value("request").filter(String.class::isInstance).isPresent()
                        ? line(fields.where(), fields.text("request").orElseThrow())
                        : fields.fields("request").only("method", "path", "query", "headers", "json", "form", "text");
        int times = fields.text("times")
                .map(given -> given.equals("any") ? Integer.MAX_VALUE : Integer.parseInt(given))
                .orElse(1);
        return new Exchange(request, Response.of(fields.fields("response")), times);
    }

    /** {@code GET /path}, where any query and body match, or {@code GET /path?a=1&b=2}. */
    private static Fields line(String where, String line) {
        String[] words = line.split(" ", 2);
        String[] target = words[1].split("\\?", 2);
        Map<String, @Nullable Object> values = new TreeMap<>();
        values.put("method", words[0]);
        values.put("path", target[0]);
        if (target.length > 1) {
            Map<String, @Nullable Object> query = new TreeMap<>();
            for (String pair : target[1].isEmpty() ? new String[0] : target[1].split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts[1]);
            }
            values.put("query", query);
        }
        return new Fields(where, values);
    }

    boolean matches(Received received) {
        return received.method().equals(request.text("method").orElse("GET"))
                && received.uri().getPath().equals(request.text("path").orElseThrow())
                && (!request.has("query") || same(strings(request.fields("query")), received.query()))
                && headersMatch(received)
                && (!request.has("form") || received.isForm() && same(strings(request.fields("form")), received.form()))
                && (!request.has("json")
                        || received.isJson()
                                && same(
                                        request.values().get("json"),
                                        Json.parse(received.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                && (!request.has("text") || Optional.of(received.body()).equals(request.text("text")));
    }

    private boolean headersMatch(Received received) {
        return request.fields("headers").values().entrySet().stream()
                .allMatch(header -> String.valueOf(header.getValue())
                        .equals(received.headers().get(header.getKey().toLowerCase(Locale.ROOT))));
    }

    /** In a URL everything is text. */
    private static Map<String, @Nullable Object> strings(Fields fields) {
        Map<String, @Nullable Object> strings = new TreeMap<>();
        fields.values()
                .forEach((name, value) -> strings.put(
                        name,
                        value instanceof java.util.List<?> list
                                ? list.stream().map(String::valueOf).toList()
                                : String.valueOf(value)));
        return strings;
    }

    private static boolean same(@Nullable Object expected, @Nullable Object actual) {
        return Json.text(expected).equals(Json.text(actual));
    }
}
