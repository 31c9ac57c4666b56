package dev.ingest.connector.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** What the simulated API answers. */
record Response(int status, Map<String, String> headers, byte[] body) {
    static Response of(Fields fields) {
        fields.only("status", "headers", "json", "text", "base64", "gzip", "zip", "generated");
        Map<String, String> headers = new LinkedHashMap<>();
        if (fields.has("json") || fields.has("generated")) {
            headers.put("Content-Type", "application/json");
        }
        fields.fields("headers").values().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        int status = fields.text("status").map(Integer::parseInt).orElse(200);
        return new Response(status, headers, body(fields));
    }

    private static byte[] body(Fields fields) {
        if (fields.has("base64")) {
            return Base64.getMimeDecoder().decode(fields.text("base64").orElseThrow());
        }
        if (fields.has("gzip")) {
            return gzip(utf8(fields.text("gzip").orElseThrow()));
        }
        if (fields.has("zip")) {
            return zip(fields.fields("zip"));
        }
        if (fields.has("generated")) {
            return utf8(Json.ordered(generated(fields.fields("generated"))));
        }
        return utf8(
                fields.has("json")
                        ? Json.ordered(fields.values().get("json"))
                        : fields.text("text").orElse(""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Fields files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (var file : files.values().entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(utf8(String.valueOf(file.getValue())));
                out.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Many items of one form under one key, numbered: {@code $n} is the number. */
    private static Map<String, @Nullable Object> generated(Fields fields) {
        fields.only("under", "from", "count", "item");
        int from = fields.text("from").map(Integer::parseInt).orElse(1);
        int count = Integer.parseInt(fields.text("count").orElseThrow());
        List<@Nullable Object> items = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            items.add(numbered(fields.values().get("item"), n));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(fields.text("under").orElseThrow(), items);
        return body;
    }

    private static @Nullable Object numbered(@Nullable Object template, int n) {
        return switch (template) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), numbered(value, n)));
                yield copy;
            }
            case String text when text.equals("$n") -> n;
            case String text -> text.replace("$n", String.valueOf(n));
            case null -> null;
            default -> template;
        };
    }
}
