package dev.ingest.gateway.http;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.Identity;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.KeyPairTokens;
import dev.ingest.gateway.token.SnowflakeToken;
import dev.ingest.platform.control.MustWaitException;
import dev.ingest.platform.http.CallerAddress;
import dev.ingest.platform.identity.Caller;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Who calls: the holder of a token that we issued, whoever signs with a registered key, or a subject of the OIDC provider. */
@Singleton
class Callers {
    private static final String BEARER = "bearer ";
    private static final String QUERY_LOG_TOKEN = "X-Ryft-Token";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** The framework would answer a failure itself. */
    private static final BiConsumer<RoutingContext, Throwable> LEFT_TO_US = (call, failure) -> {};

    private final IssuedTokens issued;
    private final KeyPairTokens signed;
    private final CallerAddress addresses;
    private final TenantLimits limits;
    private final IdentityProviderManager providers;
    private final Asking asking;

    Callers(
            IssuedTokens issued,
            KeyPairTokens signed,
            CallerAddress addresses,
            TenantLimits limits,
            IdentityProviderManager providers,
            GatewaySettings settings) {
        this.issued = issued;
        this.signed = signed;
        this.addresses = addresses;
        this.limits = limits;
        this.providers = providers;
        this.asking = new Asking(settings.maxAsking());
    }

    @PreDestroy
    void close() {
        asking.close();
    }

    /**
     * The holder of a token that we issued, as far as that is known without asking anybody.
     *
     * @return nothing without such a token
     * @throws MustWaitException if somebody has to be asked; {@link IngestException} if the caller is refused
     */
    Optional<Admitted> atOnce(HttpServerRequest request, Way way) {
        return issued(request, way).map(token -> admitted(issued.holder(token, () -> address(request)), way));
    }

    /**
     * Who calls and what their posts may be, on the call's context; fails with {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED},
     * among others. What kind of token it is is seen from the token: the header {@code X-Snowflake-Authorization-Token-Type} of some
     * clients says nothing new.
     */
    CompletionStage<Admitted> of(RoutingContext call, Context context, Way way) {
        HttpServerRequest request = call.request();
        Optional<InetAddress> from = address(request);
        Optional<String> token = issued(request, way);
        if (token.isPresent()) {
            return known(context, () -> admitted(issued.holder(token.get(), from), way));
        }
        Optional<String> bearer = way.isQueryLog() ? Optional.empty() : bearer(request);
        if (bearer.isEmpty()) {
            return CompletableFuture.failedStage(IssuedTokens.unauthenticated());
        }
        return known(context, () -> signed.holder(bearer.get(), from))
                .thenCompose(signer ->
                        signer.isPresent() ? CompletableFuture.completedStage(signer.get()) : ofProvider(call, context))
                .thenCompose(caller -> known(context, () -> admitted(caller, way)));
    }

    private Admitted admitted(Identity caller, Way way) {
        return new Admitted(caller.with(way.role()), limits.of(caller.tenant()));
    }

    /** What is known is there at once; what is not is asked for. */
    private <T> CompletionStage<T> known(Context context, Supplier<T> question) {
        try {
            return CompletableFuture.completedStage(question.get());
        } catch (MustWaitException unknown) {
            return asking.ask(context, question);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private static Optional<String> issued(HttpServerRequest request, Way way) {
        if (way.isQueryLog()) {
            return Optional.ofNullable(request.getHeader(QUERY_LOG_TOKEN)).or(() -> bearer(request));
        }
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).flatMap(SnowflakeToken::of);
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** Where a call comes from, if that is known. */
    private Optional<InetAddress> address(HttpServerRequest request) {
        String peer = request.connection().remoteAddress().hostAddress();
        int zone = peer.indexOf('%');
        return addresses.of(
                Cidr.address(zone < 0 ? peer : peer.substring(0, zone)),
                request.headers().getAll(FORWARDED_FOR));
    }

    /** The framework verifies the token when it is first asked about its holder. */
    private CompletionStage<Identity> ofProvider(RoutingContext call, Context context) {
        var identity = new CompletableFuture<Identity>();
        call.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, LEFT_TO_US);
        QuarkusHttpUser.getSecurityIdentity(call, providers)
                .subscribe()
                .with(
                        subject -> context.runOnContext(then -> complete(identity, subject)),
                        failure -> context.runOnContext(then -> identity.completeExceptionally(refusal(failure))));
        return identity;
    }

    private static void complete(CompletableFuture<Identity> identity, SecurityIdentity subject) {
        try {
            if (subject.isAnonymous()) {
                throw IssuedTokens.unauthenticated();
            }
            Caller caller = Caller.of(subject);
            String tenant = caller.tenant();
            identity.complete(
                    new Identity(tenant, "subject %s of %s".formatted(caller.name(), tenant), caller.roles()));
        } catch (RuntimeException refused) {
            identity.completeExceptionally(refused);
        }
    }

    private static Throwable refusal(Throwable failure) {
        return switch (failure) {
            case AuthenticationFailedException refused ->
                new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required", refused);
            case OIDCException away ->
                new IngestException(ErrorCode.UNAVAILABLE, "the identity provider cannot be asked", away);
            case Throwable defect -> defect;
        };
    }
}
