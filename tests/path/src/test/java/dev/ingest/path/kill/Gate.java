package dev.ingest.path.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a server whose clients wait for an answer before they ask again, and passes on every byte as it is. A request
 * begins with the first bytes after an answer, so that it need not be understood: S3 and PostgreSQL look alike from here.
 */
final class Gate implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** So much of a request's beginning is looked at. */
    private static final int BEGINNING = 1024;

    private final ServerSocket door;
    private final int target;
    private final Trap trap;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Gate(int target, Trap trap) throws IOException {
        this.target = target;
        this.trap = trap;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var passage = new Passage(door.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
                Thread.ofVirtual().start(() -> passage.run(passage::ask));
                Thread.ofVirtual().start(() -> passage.run(passage::answer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private interface Direction {
        void pass() throws IOException;
    }

    private final class Passage {
        private final Socket client;
        private final Socket server;
        private boolean answered = true;
        private Optional<Moment> due = Optional.empty();

        Passage(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            open.add(client);
            open.add(server);
        }

        void run(Direction direction) {
            try {
                direction.pass();
            } catch (IOException gone) {
                // each side finds the connection gone, as without us
            } finally {
                close(client);
                close(server);
            }
        }

        void ask() throws IOException {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                int head = asks(bytes, count) ? headEnd(bytes, count) : 0;
                Optional<Moment> now = due();
                if (now.equals(Optional.of(Moment.SENT))) {
                    trap.springs();
                    return;
                }
                if (now.equals(Optional.of(Moment.HALF_SENT)) && head < count) {
                    out.write(bytes, 0, head + (count - head) / 2);
                    trap.springs();
                    return;
                }
                out.write(bytes, 0, count);
            }
        }

        void answer() throws IOException {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (answers(bytes, count)) {
                    trap.springs();
                    return;
                }
                out.write(bytes, 0, count);
            }
        }

        /** Whether these bytes begin a request. */
        private synchronized boolean asks(byte[] bytes, int count) {
            boolean begins = answered;
            if (begins) {
                answered = false;
                due = trap.meets(text(bytes, count));
            }
            return begins;
        }

        private synchronized Optional<Moment> due() {
            return due;
        }

        /** Whether these bytes are the answer that nobody lives to hear. */
        private synchronized boolean answers(byte[] bytes, int count) {
            if (text(bytes, count).startsWith("HTTP/1.1 100")) {
                return false; // the request goes on
            }
            answered = true;
            return due.equals(Optional.of(Moment.DONE));
        }

        private void close(Socket socket) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException gone) {
                // it is closed either way
            }
        }
    }

    private static String text(byte[] bytes, int count) {
        return new String(bytes, 0, Math.min(count, BEGINNING), ISO_8859_1);
    }

    /** Where the body of an HTTP request begins: behind these bytes, unless they hold the end of its head. */
    private static int headEnd(byte[] bytes, int count) {
        int end = new String(bytes, 0, count, ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? count : end + 4;
    }
}
