package dev.ingest.gateway.http;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies: unpacked if they are packed, of what that makes no more than the limit, and no longer than they may take. A body
 * that says itself that it is too great is not read at all.
 */
final class Bodies {
    private static final int CHUNK_BYTES = 8 * 1024;

    private final Duration timeMax;
    private final LongSupplier nanos;

    /**
     * @param timeMax how long a body may take to arrive, however steadily it does
     * @param nanos a clock for durations
     */
    Bodies(Duration timeMax, LongSupplier nanos) {
        this.timeMax = timeMax;
        this.nanos = nanos;
    }

    byte[] read(InputStream body, HttpHeaders headers, int limit) {
        if (headers.getLength() > limit) {
            throw tooLarge(limit);
        }
        try {
            return read(unpacked(body, headers), limit);
        } catch (ZipException | MalformedInputException malformed) {
            throw refused("body: not as its Content-Encoding says: " + malformed.getMessage(), malformed);
        } catch (IOException broken) {
            throw refused("body: ended early, or stood still", broken);
        }
    }

    private byte[] read(InputStream body, int limit) throws IOException {
        long end = nanos.getAsLong() + timeMax.toNanos();
        var bytes = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            bytes.write(chunk, 0, read);
            if (bytes.size() > limit) {
                throw tooLarge(limit);
            }
            if (nanos.getAsLong() - end > 0) {
                throw invalid("body: not complete after %d s (expected: at most that)".formatted(timeMax.toSeconds()));
            }
        }
        return bytes.toByteArray();
    }

    private static IngestException tooLarge(int limit) {
        return new IngestException(
                ErrorCode.PAYLOAD_TOO_LARGE, "body: more than %d bytes (expected: at most that)".formatted(limit));
    }

    private static IngestException refused(String message, Exception cause) {
        return new IngestException(ErrorCode.INVALID_ARGUMENT, message, cause);
    }

    private static InputStream unpacked(InputStream body, HttpHeaders headers) throws IOException {
        String encoding = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING))
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity" -> body;
            case "gzip" -> new GZIPInputStream(body);
            case "zstd" -> new ZstdInputStream(body);
            case String other -> throw invalid("Content-Encoding: %s (expected: gzip, zstd or none)".formatted(other));
        };
    }
}
