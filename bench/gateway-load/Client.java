import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends requests over kept connections, one at a time on each, from one thread. HTTP/1.1, bodies with a Content-Length. */
final class Client implements AutoCloseable {
    private static final long NANOS = 1_000_000_000L;
    private static final long NAP_NANOS = 100_000;

    private final InetSocketAddress address;
    private final byte[][] requests;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private Outcome outcome = new Outcome();
    private int next;

    Client(String host, int port, byte[][] requests, int connectionCount) throws IOException {
        this.address = new InetSocketAddress(host, port);
        this.requests = requests;
        this.selector = Selector.open();
        for (int i = 0; i < connectionCount; i++) {
            connections.add(new Connection());
        }
    }

    /** What came of a run. */
    static final class Outcome {
        final Latencies latencies = new Latencies();
        long answered;
        long accepted;
        long shed;
        long otherRefusals;
        long broken;
        long notOffered;
        double seconds;
    }

    /** Every connection sends its next request as soon as the last one is answered. */
    Outcome closedLoop(double seconds) throws IOException {
        outcome = new Outcome();
        long start = System.nanoTime();
        long end = start + (long) (seconds * NANOS);
        for (Connection connection : connections) {
            connection.send(System.nanoTime());
        }
        while (System.nanoTime() < end) {
            selector.select(1000);
            answers(connection -> connection.send(System.nanoTime()));
        }
        outcome.seconds = (System.nanoTime() - start) / (double) NANOS;
        Outcome done = outcome;
        drain();
        return done;
    }

    /**
     * Requests are due at a steady rate, and a latency counts from when its request was due. One that finds every connection busy
     * waits for one, up to a second's worth of them; beyond that it is not offered.
     */
    Outcome openLoop(double perSecond, double seconds) throws IOException {
        outcome = new Outcome();
        idle.clear();
        idle.addAll(connections);
        var waiting = new ArrayDeque<Long>();
        long start = System.nanoTime();
        long total = (long) (perSecond * seconds);
        long due = 0;
        double gap = NANOS / perSecond;
        while (due < total) {
            long now = System.nanoTime();
            while (due < total && start + (long) (due * gap) <= now) {
                if (waiting.size() < perSecond) {
                    waiting.add(start + (long) (due * gap));
                } else {
                    outcome.notOffered++;
                }
                due++;
            }
            while (!waiting.isEmpty() && !idle.isEmpty()) {
                idle.poll().send(waiting.poll());
            }
            if (selector.selectNow() == 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            answers(idle::add);
        }
        outcome.seconds = (System.nanoTime() - start) / (double) NANOS;
        Outcome done = outcome;
        drain();
        return done;
    }

    private interface Then {
        void on(Connection connection) throws IOException;
    }

    private void answers(Then then) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            if (connection.ready()) {
                then.on(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    /** Lets what is under way end, uncounted. */
    private void drain() throws IOException {
        outcome = new Outcome();
        long end = System.nanoTime() + 15 * NANOS;
        while (connections.stream().anyMatch(connection -> connection.busy) && System.nanoTime() < end) {
            selector.select(100);
            answers(connection -> {});
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    private final class Connection {
        private SocketChannel channel;
        private final byte[] bytes = new byte[64 * 1024];
        private final ByteBuffer in = ByteBuffer.wrap(bytes);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private boolean busy;
        private long since;

        Connection() throws IOException {
            open();
        }

        private void open() throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(long dueAt) throws IOException {
            since = dueAt;
            busy = true;
            in.clear();
            out = ByteBuffer.wrap(requests[next++ % requests.length]);
            write();
        }

        private void write() throws IOException {
            channel.write(out);
            channel.keyFor(selector).interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }

        /** Whether the answer is complete. */
        boolean ready() throws IOException {
            try {
                if (out.hasRemaining()) {
                    write();
                }
                int count = channel.read(in);
                if (count < 0) {
                    return lost();
                }
                return busy && count > 0 && complete();
            } catch (IOException reset) {
                return lost();
            }
        }

        private boolean lost() throws IOException {
            channel.close();
            boolean asked = busy;
            busy = false;
            open();
            outcome.broken += asked ? 1 : 0;
            return asked;
        }

        private boolean complete() throws IOException {
            int length = in.position();
            int body = Http.endOfHeaders(bytes, length);
            if (body < 0 || length < body + Http.contentLength(bytes, body)) {
                return false;
            }
            busy = false;
            outcome.answered++;
            int status = Http.status(bytes);
            if (status == 200) {
                outcome.accepted++;
                outcome.latencies.add(System.nanoTime() - since);
            } else if (status == 503 || status == 429) {
                outcome.shed++;
            } else {
                outcome.otherRefusals++;
            }
            return true;
        }
    }
}
