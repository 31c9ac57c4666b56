package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A post whose body comes in drops, for as long as somebody lets them fall. */
final class Dripping implements AutoCloseable {
    private final Socket socket;
    private final byte[] drop;
    private final StringBuilder line = new StringBuilder();
    private boolean over;

    /**
     * Sends the head of a post, and the first bytes of its body.
     *
     * @param headers each with its end of line
     * @param start of the body
     * @param drop what comes of it from time to time
     */
    Dripping(String base, String path, String headers, byte[] start, byte[] drop) {
        URI uri = URI.create(base);
        this.drop = drop;
        try {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(10);
            String head =
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n".formatted(path, headers);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            socket.getOutputStream().write(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A chunk of a body in chunks. */
    static byte[] chunk(byte... bytes) {
        var chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
        return chunk.toByteArray();
    }

    /** Whether there is an answer, or an end of the connection; if not, one drop more falls. */
    boolean isOver() {
        while (!over) {
            try {
                int read = socket.getInputStream().read();
                over = read <= '\r';
                if (!over) {
                    line.append((char) read);
                }
            } catch (SocketTimeoutException nothingYet) {
                return fall();
            } catch (SocketException reset) {
                over = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }

    private boolean fall() {
        try {
            socket.getOutputStream().write(drop);
        } catch (IOException cutOff) {
            over = true;
        }
        return over;
    }

    /** The first line of the answer; nothing if the connection was cut off without one. */
    String answer() {
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
