package dev.ingest.gateway.http;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.error.IngestException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes in a body on its event loop, of no more than it may be; what comes after it has failed is forgotten. */
final class ArrivingBody implements Handler<Buffer> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final int limit;
    private final long promised;
    private final Stay stay;
    private @Nullable Buffer bytes;

    /**
     * @param limit in bytes
     * @param promised how long the body has said it is, in bytes: so many are counted in its stay
     */
    ArrivingBody(int limit, long promised, Stay stay) {
        this.limit = limit;
        this.promised = promised;
        this.stay = stay;
    }

    /** Completes with the body; fails if it is too great, if there is no room for it, or if it ends early. */
    CompletableFuture<byte[]> from(HttpServerRequest request) {
        request.handler(this);
        request.endHandler(end -> whole.complete(bytes == null ? new byte[0] : bytes.getBytes()));
        request.exceptionHandler(broken -> whole.completeExceptionally(invalid("body: ended early")));
        request.resume();
        return whole;
    }

    @Override
    public void handle(Buffer chunk) {
        if (whole.isDone()) {
            return;
        }
        int before = bytes == null ? 0 : bytes.length();
        int after = before + chunk.length();
        if (after > limit) {
            fail(Packing.tooLarge(limit));
            return;
        }
        try {
            if (after > promised) {
                stay.grow(after - Math.max(before, promised));
            }
            bytes = bytes == null ? chunk : bytes.appendBuffer(chunk);
        } catch (IngestException noRoom) {
            fail(noRoom);
        }
    }

    private void fail(IngestException refusal) {
        bytes = null;
        whole.completeExceptionally(refusal);
    }
}
