package dev.ingest.connector.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body that is read while it arrives. The JDK's own stream waits for the next byte for ever; this one has two clocks, one that
 * each byte starts again and one for the whole body.
 */
final class ArrivingBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    /** Deliveries asked for ahead of the reader; each is at most 16 KiB in HTTP/1.1. */
    private static final int AHEAD = 8;

    private sealed interface Delivery {
        record Bytes(List<ByteBuffer> buffers) implements Delivery {}

        record End() implements Delivery {}

        record Failure(Throwable cause) implements Delivery {}
    }

    private final Duration idle;
    private final long endsNanos;
    private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> current = new ArrayDeque<>();
    private volatile Optional<Flow.Subscription> subscription = Optional.empty();
    private volatile boolean closed;
    private Optional<Delivery> last = Optional.empty();

    /** @param whole from now on, for all of the body */
    ArrivingBody(Duration idle, Duration whole) {
        this.idle = idle;
        this.endsNanos = System.nanoTime() + whole.toNanos();
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = Optional.of(given);
        if (closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Delivery.Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Delivery.Failure(failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Delivery.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current.isEmpty()) {
            if (!advance()) {
                return -1;
            }
        }
        ByteBuffer buffer = current.element();
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        if (!buffer.hasRemaining()) {
            current.remove();
        }
        return count;
    }

    /** False at the end. */
    private boolean advance() throws IOException {
        Delivery next = last.isPresent() ? last.get() : await();
        switch (next) {
            case Delivery.Bytes(var buffers) -> {
                buffers.stream().filter(ByteBuffer::hasRemaining).forEach(current::add);
                subscription.ifPresent(each -> each.request(1));
                return true;
            }
            case Delivery.End end -> {
                last = Optional.of(end);
                return false;
            }
            case Delivery.Failure failure -> {
                last = Optional.of(failure);
                String message = failure.cause().getMessage();
                throw new IOException(
                        message == null ? failure.cause().getClass().getSimpleName() : message);
            }
        }
    }

    private Delivery await() throws IOException {
        long left = Math.max(0, endsNanos - System.nanoTime());
        long wait = Math.min(left, idle.toNanos());
        try {
            Delivery next = arrived.poll(wait, TimeUnit.NANOSECONDS);
            if (next != null) {
                return next;
            }
            close();
            throw new IOException(
                    wait < idle.toNanos()
                            ? "the body did not end in time"
                            : "no byte for " + idle.toMillis() + " ms (limit: idleTimeout)");
        } catch (InterruptedException stopped) {
            close();
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(stopped);
            throw interrupted;
        }
    }

    /** Drops the connection unless everything has arrived. */
    @Override
    public void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}
