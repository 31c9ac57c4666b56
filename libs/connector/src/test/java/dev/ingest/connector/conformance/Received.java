package dev.ingest.connector.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as the simulated API saw it. Header names are in lower case; a parameter sent twice is a list. */
record Received(String method, URI uri, Map<String, String> headers, String body) {
    /** The next request of a connection; nothing at its end. */
    static Optional<Received> read(InputStream in) throws IOException {
        String[] start = line(in).split(" ");
        if (start.length < 2) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(":", 2);
            headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (one, two) -> one + "," + two);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return Optional.of(
                new Received(start[0], URI.create(start[1]), headers, new String(body, StandardCharsets.UTF_8)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    Map<String, @Nullable Object> query() {
        return pairs(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    boolean isForm() {
        return contentType().startsWith("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return contentType().startsWith("application/json");
    }

    private String contentType() {
        return headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    }

    Map<String, @Nullable Object> form() {
        return pairs(body);
    }

    private static Map<String, @Nullable Object> pairs(String text) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            all.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                    .add(decode(parts.length > 1 ? parts[1] : ""));
        }
        Map<String, @Nullable Object> pairs = new TreeMap<>();
        all.forEach((name, values) -> pairs.put(name, values.size() == 1 ? values.getFirst() : values));
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** {@code GET /path?a=1&b=2}: decoded, parameters sorted by name. */
    String line() {
        List<String> parameters = new ArrayList<>();
        query().forEach((name, value) -> {
            for (Object each : value instanceof List<?> list ? list : List.of(String.valueOf(value))) {
                parameters.add(name + "=" + each);
            }
        });
        return method + " " + uri.getPath() + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    /** The line alone, or with it the body and the headers a case wants to see. */
    Object summary(List<String> observedHeaders) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        Map<String, String> observed = new LinkedHashMap<>();
        for (String name : observedHeaders) {
            String value = headers.get(name.toLowerCase(Locale.ROOT));
            if (value != null) {
                observed.put(name, value);
            }
        }
        if (!observed.isEmpty()) {
            summary.put("headers", observed);
        }
        if (!body.isEmpty()) {
            summary.put(isForm() ? "form" : isJson() ? "json" : "text", content());
        }
        if (summary.isEmpty()) {
            return line();
        }
        summary.put("request", line());
        return summary;
    }

    private @Nullable Object content() {
        return isForm() ? form() : isJson() ? Json.parse(body.getBytes(StandardCharsets.UTF_8)) : body;
    }
}
