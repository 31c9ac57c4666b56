package dev.ingest.connector.http;

import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.expression.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response, read to its end.
 *
 * @param headers names as they were sent
 * @param request for messages: method and address without its query
 */
public record ApiResponse(String request, int status, Map<String, List<String>> headers, byte[] body) {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w-]{1,40})", Pattern.CASE_INSENSITIVE);

    public boolean isError() {
        return status >= 400;
    }

    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.join(", ", header.getValue()))
                .findFirst();
    }

    /** The body in UTF-8, without a byte order mark. */
    public byte[] utf8() {
        Charset charset = header("content-type").flatMap(ApiResponse::charset).orElse(StandardCharsets.UTF_8);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return new String(body, charset).getBytes(StandardCharsets.UTF_8);
        }
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static Optional<Charset> charset(String contentType) {
        Matcher name = CHARSET.matcher(contentType);
        return name.find() && Charset.isSupported(name.group(1))
                ? Optional.of(Charset.forName(name.group(1)))
                : Optional.empty();
    }

    /** What error filters see: the JSON body, or an empty mapping. */
    Value json() {
        try {
            return JsonDocument.value(utf8());
        } catch (JsonSyntaxException notJson) {
            return Value.emptyDict();
        }
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
