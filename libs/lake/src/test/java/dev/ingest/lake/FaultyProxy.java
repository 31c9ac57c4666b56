package dev.ingest.lake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before an HTTP server and passes on what it is sent, one request a connection; the n-th one goes wrong. */
final class FaultyProxy implements AutoCloseable {

    /** How a request goes wrong. */
    enum Fault {
        /** The server has too much to do. Nothing is done. */
        SLOW_DOWN,
        /** The server failed. Nothing is done. */
        ERROR,
        /** The caller's credential has ended. Nothing is done. */
        EXPIRED,
        /** It is done, but the answer says that the server failed. */
        ERROR_AFTERWARDS,
        /** Half of the request arrives, then the connection is gone. */
        HALF_REQUEST,
        /** It is done, and half of the answer arrives. */
        HALF_ANSWER,
        /** It is done, and nothing is ever heard of it. */
        SILENCE
    }

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final int HEAD_MAX = 64 << 10;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private Fault fault = Fault.ERROR;
    private int at;
    private int count;
    private int requests;

    FaultyProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The n-th request from now on goes wrong, and those that follow it, as many as there are in all. */
    synchronized void fail(Fault how, int n, int times) {
        fault = how;
        at = n;
        count = times;
        requests = 0;
    }

    /** Since it was told what goes wrong. */
    synchronized int requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private synchronized boolean failsNow() {
        requests++;
        return requests >= at && requests < at + count;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        boolean silent = false;
        try {
            String head = head(client.getInputStream());
            if (!head.isEmpty()) {
                silent = serve(client, head);
            }
        } catch (IOException gone) {
            // whoever asked finds the connection gone, as with any server
        } finally {
            if (!silent) {
                close(client);
            }
        }
    }

    /** @return whether the connection stays open without an answer */
    private boolean serve(Socket client, String head) throws IOException {
        boolean fails = failsNow();
        int length = length(head);
        if (head.toLowerCase(Locale.ROOT).contains("\nexpect: 100-continue")) {
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (fails && fault == Fault.HALF_REQUEST) {
            var _ = client.getInputStream().readNBytes(length / 2);
            return false;
        }
        byte[] body = client.getInputStream().readNBytes(length);
        OutputStream out = client.getOutputStream();
        if (!fails) {
            out.write(answer(head, body));
            return false;
        }
        switch (fault) {
            case SLOW_DOWN -> out.write(error("503 Slow Down", "SlowDown"));
            case ERROR -> out.write(error("500 Internal Server Error", "InternalError"));
            case EXPIRED -> out.write(error("400 Bad Request", "ExpiredToken"));
            case ERROR_AFTERWARDS -> {
                var _ = answer(head, body);
                out.write(error("500 Internal Server Error", "InternalError"));
            }
            case HALF_ANSWER -> {
                byte[] whole = answer(head, body);
                out.write(whole, 0, whole.length / 2);
            }
            case SILENCE -> {
                var _ = answer(head, body);
                return true;
            }
            case HALF_REQUEST -> throw new IllegalStateException("done above");
        }
        return false;
    }

    /** What the server says, whole: it is told to close the connection afterwards. */
    private byte[] answer(String head, byte[] body) throws IOException {
        List<String> lines = Arrays.stream(head.split("\r\n"))
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("expect:")
                        && !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .toList();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), target)) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return socket.getInputStream().readAllBytes();
        }
    }

    private static byte[] error(String status, String code) {
        String body =
                "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>on purpose</Message></Error>".formatted(code);
        return "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request's lines without the empty one behind them; nothing if the connection ends before. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                String text = head.toString(StandardCharsets.ISO_8859_1);
                return text.substring(0, text.length() - 4);
            }
            if (head.size() > HEAD_MAX) {
                throw new IOException("a head of more than " + HEAD_MAX + " bytes");
            }
        }
        return "";
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private void close(Socket client) {
        open.remove(client);
        try {
            client.close();
        } catch (IOException gone) {
            // it is closed either way
        }
    }
}
