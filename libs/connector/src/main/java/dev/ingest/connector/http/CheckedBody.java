package dev.ingest.connector.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A body whose troubles say whose they are: a decoder would take an {@link IOException} for a fault of the format. */
final class CheckedBody extends InputStream {
    private final String request;
    private final InputStream body;
    private final long limit;
    private final LongConsumer counter;
    private final Runnable deadline;
    private long count;

    /**
     * @param limit bytes after decompression
     * @param counter is told how many bytes were read
     * @param deadline throws once there is no more time
     */
    CheckedBody(String request, InputStream body, long limit, LongConsumer counter, Runnable deadline) {
        this.request = request;
        this.body = body;
        this.limit = limit;
        this.counter = counter;
        this.deadline = deadline;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int read;
        try {
            read = body.read(target, offset, length);
        } catch (IOException failed) {
            deadline.run();
            throw new ReadException(
                    ReadException.Kind.TRANSIENT,
                    request + ": the body broke off after " + count + " bytes (" + failed.getMessage() + ")",
                    failed);
        }
        if (read > 0) {
            deadline.run();
            count += read;
            counter.accept(read);
        }
        if (count > limit) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    request + " answered more than " + limit + " bytes (limit: maxStreamBytes)");
        }
        return read;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException failed) {
            throw new ReadException(
                    ReadException.Kind.TRANSIENT, request + ": the connection could not be closed", failed);
        }
    }
}
