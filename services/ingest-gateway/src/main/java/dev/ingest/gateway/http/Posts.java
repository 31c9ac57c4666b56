package dev.ingest.gateway.http;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.rate.PostRates;
import dev.ingest.gateway.token.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What both doors do with a post: name it, let it in, read it within its limit, answer for it. */
@Singleton
class Posts {
    static final String REQUEST_ID = "X-Request-ID";

    /** What a caller's own request id may be; another one is replaced, for it would end up in logs as it is. */
    private static final Pattern SAFE_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private final Refusals refusals;
    private final Admission admission;
    private final PostRates rates;
    private final TenantLimits limits;
    private final Bodies bodies;
    private final Ulid ids = new Ulid(Clock.systemUTC());

    Posts(GatewaySettings settings, Refusals refusals, PostRates rates, TenantLimits limits) {
        this.rates = rates;
        this.limits = limits;
        this.bodies = new Bodies(settings.bodyTimeout(), System::nanoTime);
        this.refusals = refusals;
        this.admission = new Admission(settings.maxInFlight());
    }

    /** Handles one post; whatever goes wrong in it becomes its answer. */
    Uni<Response> handle(HttpHeaders headers, Function<String, CompletionStage<Response>> work) {
        String id = requestId(Optional.ofNullable(headers.getHeaderString(REQUEST_ID)));
        return Uni.createFrom()
                .completionStage(() -> admission.admit(() -> work.apply(id)))
                .onFailure()
                .recoverWithItem(failure -> refusals.of(id, failure));
    }

    /** The caller's own name for a call, or a new one. */
    String requestId(Optional<String> given) {
        return given.filter(id -> SAFE_ID.matcher(id).matches()).orElseGet(() -> "req_" + ids.next());
    }

    /**
     * The body of a caller's post: let in within the caller's rate, JSON by its own word, read within its limit.
     *
     * @param otherType what the caller is told if it is not JSON
     */
    byte[] read(Identity caller, InputStream body, HttpHeaders headers, ErrorCode otherType) {
        PostLimits limits = limits(caller.tenant());
        admit(caller, limits);
        requireJson(headers, otherType);
        return bodies.read(body, headers, limits.bodyBytes());
    }

    /** Does a post's work once there is room for it and the caller's rate allows it. Waits for neither. */
    <T> CompletionStage<T> let(Identity caller, PostLimits limits, Supplier<CompletionStage<T>> work) {
        return admission.admit(() -> rates.admit(caller.tenant(), limits.ofTenant(), caller.holder(), limits.ofHolder())
                .thenCompose(in -> work.get()));
    }

    /** Nothing while there is room for a post; otherwise what one more is told. */
    Optional<IngestException> refusal() {
        return admission.refusal();
    }

    /** What a tenant's posts may be. */
    PostLimits limits(String tenant) {
        return limits.of(tenant);
    }

    /** Waits, for an answer of the store that all pods share, only where this pod has used up what it had of it. */
    private void admit(Identity caller, PostLimits limits) {
        try {
            rates.admit(caller.tenant(), limits.ofTenant(), caller.holder(), limits.ofHolder())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException refused) {
            throw refused.getCause() instanceof IngestException known ? known : refused;
        }
    }

    /** Refuses a body that does not say that it is JSON. */
    private static void requireJson(HttpHeaders headers, ErrorCode refusal) {
        String type = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                .orElse("none");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
            throw new IngestException(refusal, "Content-Type: %s (expected: application/json)".formatted(type));
        }
    }
}
