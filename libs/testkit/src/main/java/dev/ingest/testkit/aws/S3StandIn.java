package dev.ingest.testkit.aws;

import com.sun.net.httpserver.HttpExchange;
import dev.ingest.testkit.aws.AwsStandIn.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Objects in memory, by bucket and name. */
public final class S3StandIn {
    public final SortedMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final Map<String, String> keys = new ConcurrentHashMap<>();

    /** Whether parts of large objects are refused. */
    public volatile boolean refusesParts;

    private final Map<String, SortedMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();

    Answer answer(HttpExchange exchange, String name, Map<String, String> fields, byte[] body) {
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> put(name, fields, plain(exchange, body));
            case "POST" -> fields.containsKey("uploads") ? begin(name) : complete(name, fields);
            case "DELETE" -> {
                if (fields.containsKey("uploadId")) {
                    uploads.remove(fields.getOrDefault("uploadId", ""));
                } else {
                    objects.remove(name);
                }
                yield Answer.xml(204, "");
            }
            default -> get(exchange, name);
        };
    }

    Answer list(String bucket, String prefix) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        objects.forEach((name, bytes) -> {
            if (name.startsWith(bucket + "/" + prefix)) {
                xml.append(
                        "<Contents><Key>%s</Key><Size>%d</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
                                .formatted(name.substring(bucket.length() + 1), bytes.length));
            }
        });
        return Answer.xml(200, xml.append("</ListBucketResult>").toString());
    }

    private Answer put(String name, Map<String, String> fields, byte[] body) {
        if (!fields.containsKey("uploadId")) {
            objects.put(name, body);
            return tagged();
        }
        if (refusesParts) {
            return Answer.xml(403, "<Error><Code>AccessDenied</Code><Message>no parts</Message></Error>");
        }
        SortedMap<Integer, byte[]> parts = uploads.get(fields.getOrDefault("uploadId", ""));
        if (parts != null) {
            parts.put(Integer.parseInt(fields.getOrDefault("partNumber", "0")), body);
        }
        return tagged();
    }

    private static Answer tagged() {
        return new Answer(200, "application/xml", new byte[0], Map.of("ETag", "\"e\""));
    }

    private Answer begin(String name) {
        String id = UUID.randomUUID().toString();
        uploads.put(id, new ConcurrentSkipListMap<>());
        return Answer.xml(
                200,
                "<InitiateMultipartUploadResult><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
                        .formatted(name, id));
    }

    private Answer complete(String name, Map<String, String> fields) {
        var whole = new ByteArrayOutputStream();
        SortedMap<Integer, byte[]> parts = uploads.remove(fields.getOrDefault("uploadId", ""));
        if (parts != null) {
            parts.values().forEach(whole::writeBytes);
        }
        objects.put(name, whole.toByteArray());
        return Answer.xml(200, "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>");
    }

    private Answer get(HttpExchange exchange, String name) {
        byte @Nullable [] bytes = objects.get(name);
        if (bytes == null) {
            return Answer.xml(404, "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
        }
        if (range == null) {
            return new Answer(200, "application/octet-stream", bytes, Map.of("ETag", "\"e\""));
        }
        String[] ends = range.substring("bytes=".length()).split("-", 2);
        int from = ends[0].isEmpty() ? bytes.length - Integer.parseInt(ends[1]) : Integer.parseInt(ends[0]);
        int to = ends[0].isEmpty() || ends[1].isEmpty()
                ? bytes.length
                : Math.min(bytes.length, Integer.parseInt(ends[1]) + 1);
        return new Answer(
                206, "application/octet-stream", Arrays.copyOfRange(bytes, from, to), Map.of("ETag", "\"e\""));
    }

    /** Without the signatures that travel between its chunks. */
    private static byte[] plain(HttpExchange exchange, byte[] body) {
        String hash = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"));
        if (!hash.startsWith("STREAMING-")) {
            return body;
        }
        var plain = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int lineEnd = at;
            while (body[lineEnd] != '\r') {
                lineEnd++;
            }
            String line = new String(body, at, lineEnd - at, StandardCharsets.UTF_8);
            int length = Integer.parseInt(line.split(";", 2)[0], 16);
            if (length == 0) {
                break;
            }
            plain.write(body, lineEnd + 2, length);
            at = lineEnd + 2 + length + 2;
        }
        return plain.toByteArray();
    }
}
