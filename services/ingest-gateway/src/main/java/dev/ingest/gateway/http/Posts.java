package dev.ingest.gateway.http;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What both doors do with a post: name it, let it in, read it within its limit, answer for it. */
@Singleton
class Posts {
    static final String REQUEST_ID = "X-Request-ID";

    /** What a caller's own request id may be; another one is replaced, for it would end up in logs as it is. */
    private static final Pattern SAFE_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private final GatewaySettings settings;
    private final Refusals refusals;
    private final Admission admission;
    private final Ulid ids = new Ulid(Clock.systemUTC());

    Posts(GatewaySettings settings, Refusals refusals) {
        this.settings = settings;
        this.refusals = refusals;
        this.admission = new Admission(settings.maxInFlight());
    }

    /** Handles one post; whatever goes wrong in it becomes its answer. */
    Uni<Response> handle(HttpHeaders headers, Function<String, CompletionStage<Response>> work) {
        String id = requestId(headers);
        return Uni.createFrom()
                .completionStage(() -> admission.admit(() -> work.apply(id)))
                .onFailure()
                .recoverWithItem(failure -> refusals.of(id, failure));
    }

    private String requestId(HttpHeaders headers) {
        return Optional.ofNullable(headers.getHeaderString(REQUEST_ID))
                .filter(id -> SAFE_ID.matcher(id).matches())
                .orElseGet(() -> "req_" + ids.next());
    }

    /** Reads the body, unpacked if it is packed; of what that makes no more than the limit is ever held. */
    byte[] read(InputStream body, HttpHeaders headers) {
        int limit = Math.toIntExact(settings.maxBody().asLongValue());
        try {
            byte[] bytes = unpacked(body, headers).readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IngestException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "body: more than %d bytes (expected: at most that)".formatted(limit));
            }
            return bytes;
        } catch (ZipException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "body: not gzip: " + malformed.getMessage(), malformed);
        } catch (IOException broken) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, "body: ended early", broken);
        }
    }

    private static InputStream unpacked(InputStream body, HttpHeaders headers) throws IOException {
        String encoding = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING))
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity" -> body;
            case "gzip" -> new GZIPInputStream(body);
            case String other ->
                throw new IngestException(
                        ErrorCode.INVALID_ARGUMENT, "Content-Encoding: %s (expected: gzip, or none)".formatted(other));
        };
    }

    /** Refuses a body that does not say that it is JSON. */
    void requireJson(HttpHeaders headers, ErrorCode refusal) {
        String type = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                .orElse("none");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
            throw new IngestException(refusal, "Content-Type: %s (expected: application/json)".formatted(type));
        }
    }
}
