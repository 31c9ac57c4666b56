import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** As much of HTTP/1.1 as the answers here need. */
final class Http {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private Http() {}

    /** A post's bytes. */
    static byte[] post(String path, String authorization, byte[] body) {
        byte[] head = """
                POST %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                .formatted(path, authorization, body.length)
                .getBytes(StandardCharsets.UTF_8);
        byte[] request = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Where the body starts, or -1. */
    static int endOfHeaders(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    static int status(byte[] bytes) {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    static int contentLength(byte[] bytes, int end) throws IOException {
        for (int i = 0; i + LENGTH.length < end; i++) {
            if (bytes[i] == '\n' && matches(bytes, i + 1)) {
                return number(bytes, i + 1 + LENGTH.length);
            }
        }
        throw new IOException("an answer without Content-Length: " + new String(bytes, 0, end, StandardCharsets.US_ASCII));
    }

    private static boolean matches(byte[] bytes, int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int value = 0;
        for (int i = from; bytes[i] != '\r'; i++) {
            value = bytes[i] == ' ' ? value : value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
