package dev.ingest.gateway.http;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How a body is packed. One that is unpacks to no more than the limit, and only once all of it is there. */
enum Packing {
    NONE,
    GZIP,
    ZSTD;

    private static final int CHUNK_BYTES = 8 * 1024;

    /** Throws {@code INVALID_ARGUMENT} for what is not known. */
    static Packing of(Optional<String> contentEncoding) {
        return switch (contentEncoding.orElse("identity").toLowerCase(Locale.ROOT)) {
            case "identity" -> NONE;
            case "gzip" -> GZIP;
            case "zstd" -> ZSTD;
            case String other -> throw invalid("Content-Encoding: %s (expected: gzip, zstd or none)".formatted(other));
        };
    }

    /**
     * The body as it was before it was packed.
     *
     * @param limit of what it unpacks to, in bytes
     * @param growing told of so many bytes more; throws if there is no room for them
     */
    byte[] unpacked(byte[] body, int limit, IntConsumer growing) {
        if (this == NONE) {
            return body;
        }
        try (InputStream unpacking = unpacking(new ByteArrayInputStream(body))) {
            return read(unpacking, limit, growing);
        } catch (ZipException | MalformedInputException malformed) {
            throw refused("body: not as its Content-Encoding says: " + malformed.getMessage(), malformed);
        } catch (IOException ended) {
            throw refused("body: ended early", ended);
        }
    }

    private InputStream unpacking(InputStream body) throws IOException {
        return switch (this) {
            case NONE -> body;
            case GZIP -> new GZIPInputStream(body);
            case ZSTD -> new ZstdInputStream(body);
        };
    }

    private static byte[] read(InputStream body, int limit, IntConsumer growing) throws IOException {
        var bytes = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            if (bytes.size() + read > limit) {
                throw tooLarge(limit);
            }
            growing.accept(read);
            bytes.write(chunk, 0, read);
        }
        return bytes.toByteArray();
    }

    /** The refusal of a body that is too great. */
    static IngestException tooLarge(int limit) {
        return new IngestException(
                ErrorCode.PAYLOAD_TOO_LARGE, "body: more than %d bytes (expected: at most that)".formatted(limit));
    }

    private static IngestException refused(String message, Exception cause) {
        return new IngestException(ErrorCode.INVALID_ARGUMENT, message, cause);
    }
}
