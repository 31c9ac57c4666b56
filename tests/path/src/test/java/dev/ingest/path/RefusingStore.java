package dev.ingest.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Stands before an object store as a policy does: passes requests on, and refuses those that it is told to refuse. */
final class RefusingStore implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final String REFUSAL =
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>" + "<Message>not by this policy</Message></Error>";

    private final ServerSocket server;
    private final URI store;
    private volatile Predicate<String> refused = request -> false;

    RefusingStore(String store) throws IOException {
        this.store = URI.create(store);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** @param requests by their first lines */
    void refuse(Predicate<String> requests) {
        refused = requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (head.toLowerCase(Locale.ROOT).contains("\nexpect: 100-continue")) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            out.write(refused.test(head.lines().findFirst().orElse("")) ? refusal() : answer(head, body));
        } catch (IOException gone) {
            // whoever asked finds the connection closed, as with any server
        }
    }

    private static byte[] refusal() {
        return "HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(REFUSAL.length(), REFUSAL)
                .getBytes(US_ASCII);
    }

    /** The store checks the signature of the address that was asked, so the request stays as it is. */
    private byte[] answer(String head, byte[] body) throws IOException {
        List<String> lines = Stream.concat(
                        head.lines()
                                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("expect:")
                                        && !line.toLowerCase(Locale.ROOT).startsWith("connection:")),
                        Stream.of("Connection: close"))
                .toList();
        try (var socket = new Socket(store.getHost(), store.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return socket.getInputStream().readAllBytes();
        }
    }

    /** The request's lines without the empty one behind them; nothing if the connection ends before. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(ISO_8859_1).stripTrailing();
            }
        }
        return "";
    }
}
