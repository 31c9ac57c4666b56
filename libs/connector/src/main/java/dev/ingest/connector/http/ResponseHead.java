package dev.ingest.connector.http;

import dev.ingest.expression.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What comes before a response's body.
 *
 * @param request for messages: method and address without its query
 * @param headers names as they were sent
 */
public record ResponseHead(String request, int status, Map<String, List<String>> headers) {
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([a-zA-Z0-9][\\w-]{0,39})", Pattern.CASE_INSENSITIVE);

    public boolean isError() {
        return status >= 400;
    }

    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.join(", ", header.getValue()))
                .findFirst();
    }

    /** The body's charset: the declared one where this machine knows it, else UTF-8. */
    public Charset charset() {
        return header("content-type").flatMap(ResponseHead::declared).orElse(StandardCharsets.UTF_8);
    }

    private static Optional<Charset> declared(String contentType) {
        Matcher name = CHARSET.matcher(contentType);
        return name.find() && Charset.isSupported(name.group(1))
                ? Optional.of(Charset.forName(name.group(1)))
                : Optional.empty();
    }

    /**
     * Headers as templates see them: one text per name, in the name's usual spellings, since HTTP/2 lowers the case
     * that a manifest may have been written for.
     */
    public Value.Dict headerValues() {
        Map<String, Value> values = new LinkedHashMap<>();
        headers.forEach((name, all) -> {
            Value text = Value.of(String.join(", ", all));
            values.putIfAbsent(name.toLowerCase(Locale.ROOT), text);
            values.putIfAbsent(titleCase(name), text);
            values.put(name, text);
        });
        return Value.dict(values);
    }

    private static String titleCase(String name) {
        StringBuilder titled = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < titled.length(); i++) {
            if (i == 0 || titled.charAt(i - 1) == '-') {
                titled.setCharAt(i, Character.toUpperCase(titled.charAt(i)));
            }
        }
        return titled.toString();
    }
}
