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
import java.util.concurrent.CountDownLatch;
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

    /** For a reader that waits until all is there, or as much as it wants. */
    private final CountDownLatch enough = new CountDownLatch(1);

    private volatile long wanted = Long.MAX_VALUE;
    private volatile long count;
    private volatile long latestNanos = System.nanoTime();

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
            given.request(wanted < Long.MAX_VALUE ? Long.MAX_VALUE : AHEAD);
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // deliveries come one after the other
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            count += buffer.remaining();
        }
        arrived.add(new Delivery.Bytes(buffers));
        latestNanos = System.nanoTime();
        if (count >= wanted) {
            enough.countDown();
        }
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Delivery.Failure(failure));
        enough.countDown();
    }

    @Override
    public void onComplete() {
        arrived.add(new Delivery.End());
        enough.countDown();
    }

    /**
     * Everything, or as much as is wanted, in one piece: the reader wakes once and not for each delivery. Only for a body of which
     * nothing was read before.
     */
    @Override
    public byte[] readNBytes(int most) throws IOException {
        wanted = most;
        subscription.ifPresent(each -> each.request(Long.MAX_VALUE));
        if (count < most) {
            awaitEnough();
        }
        byte[] all = new byte[(int) Math.min(most, count)];
        int length = readNBytes(all, 0, all.length);
        if (length < all.length || length < most && read() >= 0) {
            throw new IllegalStateException("a body of " + all.length + " bytes that does not end there");
        }
        return all;
    }

    private void awaitEnough() throws IOException {
        try {
            while (!enough.await(waitNanos(), TimeUnit.NANOSECONDS)) {
                if (waitNanos() == 0) {
                    throw late();
                }
            }
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private long waitNanos() {
        long now = System.nanoTime();
        return Math.max(0, Math.min(endsNanos - now, latestNanos + idle.toNanos() - now));
    }

    private IOException late() {
        close();
        return new IOException(
                endsNanos - System.nanoTime() <= 0
                        ? "the body did not end in time"
                        : "no byte for " + idle.toMillis() + " ms (limit: idleTimeout)");
    }

    private InterruptedIOException interrupted(InterruptedException stopped) {
        close();
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(stopped);
        return interrupted;
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
        long wait = Math.max(0, Math.min(endsNanos - System.nanoTime(), idle.toNanos()));
        try {
            Delivery next = arrived.poll(wait, TimeUnit.NANOSECONDS);
            if (next == null) {
                throw late();
            }
            return next;
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /** Drops the connection unless everything has arrived. */
    @Override
    public void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}
