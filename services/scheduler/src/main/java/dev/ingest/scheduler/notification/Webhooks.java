package dev.ingest.scheduler.notification;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.Egress;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.vertx.Offload;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Posts to webhooks. It connects to the very address that was found allowed, so that a name cannot mean another one a moment later, and
 * follows no redirect. Of the answer only the status is looked at.
 */
@Singleton
class Webhooks {
    /** The name of the TLS configuration whose trust store says which receivers are who they say they are. */
    private static final String TRUST = "webhook";

    private static final int GONE = 410;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final HttpClient client;
    private final SecretStore secrets;
    private final NotificationSettings settings;
    private final Clock clock;

    Webhooks(
            Vertx vertx,
            SecretStore secrets,
            NotificationSettings settings,
            TlsConfigurationRegistry trust,
            Clock clock) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(settings.atOnce())
                .setConnectTimeout((int) settings.attemptMax().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) settings.attemptMax().toMillis());
        // without one, the authorities that this Java trusts
        trust.get(TRUST).map(TlsConfiguration::getTrustStoreOptions).ifPresent(options::setTrustOptions);
        this.client = vertx.createHttpClient(options);
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    @PreDestroy
    void close() {
        var _ = client.close();
    }

    /** @param signature the header's value */
    private record Ready(URI url, InetAddress address, long seconds, String signature) {}

    Uni<Outcome> send(Attempt attempt) {
        return Offload.run(() -> ready(attempt))
                .chain(ready -> post(attempt, ready))
                .ifNoItem()
                .after(settings.attemptMax())
                .recoverWithItem(
                        () -> new Outcome.Untold("%s did not answer within %d ms (ingest.notification.attempt-max)"
                                .formatted(shown(attempt), settings.attemptMax().toMillis())))
                .onFailure()
                .recoverWithItem(failure -> new Outcome.Untold(said(attempt, failure)));
    }

    private Ready ready(Attempt attempt) throws UnknownHostException {
        URI url = URI.create(attempt.url());
        InetAddress address = Egress.addresses(url.getHost(), Egress.port(url), AllowedAddresses.of(attempt.allowed()))
                .getFirst();
        long seconds = clock.instant().getEpochSecond();
        String secret = attempt.credential()
                .flatMap(name -> secrets.read(attempt.tenant(), name))
                .map(Secret::values)
                .flatMap(values -> Optional.ofNullable(values.get("secret")))
                .orElseThrow(() -> new IllegalArgumentException("credential '%s' has no 'secret' any more"
                        .formatted(attempt.credential().orElse(""))));
        return new Ready(url, address, seconds, Signature.of(secret, attempt.delivery(), seconds, attempt.payload()));
    }

    private Uni<Outcome> post(Attempt attempt, Ready ready) {
        return Uni.createFrom().emitter(emitter -> {
            var _ = client.request(options(ready))
                    .compose(request -> {
                        emitter.onTermination(request::reset);
                        return request.putHeader("content-type", "application/json")
                                .putHeader("user-agent", "ingest")
                                .putHeader("webhook-id", attempt.delivery())
                                .putHeader("webhook-timestamp", String.valueOf(ready.seconds()))
                                .putHeader("webhook-signature", ready.signature())
                                .send(attempt.payload())
                                .onComplete(sent -> over(request));
                    })
                    .onComplete(done -> {
                        if (done.succeeded()) {
                            emitter.complete(outcome(attempt, done.result()));
                        } else {
                            emitter.fail(done.cause());
                        }
                    });
        });
    }

    /** Whatever else it would send, nobody reads it. */
    private static void over(HttpClientRequest request) {
        boolean _ = request.reset();
    }

    private static RequestOptions options(Ready ready) {
        boolean encrypted = "https".equalsIgnoreCase(ready.url().getScheme());
        int port = ready.url().getPort() >= 0 ? ready.url().getPort() : encrypted ? 443 : 80;
        String query =
                ready.url().getRawQuery() == null ? "" : "?" + ready.url().getRawQuery();
        String path = ready.url().getRawPath().isEmpty() ? "/" : ready.url().getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(ready.address(), port)))
                .setHost(ready.url().getHost())
                .setPort(port)
                .setSsl(encrypted)
                .setFollowRedirects(false)
                .setURI(path + query);
    }

    private static Outcome outcome(Attempt attempt, HttpClientResponse response) {
        int status = response.statusCode();
        if (status == GONE) {
            return new Outcome.Unwanted("%s answered 410: it wants nothing any more".formatted(shown(attempt)));
        }
        return status / HUNDRED == SUCCESS
                ? new Outcome.Told()
                : new Outcome.Untold("%s answered %d (expected: 2xx)".formatted(shown(attempt), status));
    }

    private static String said(Attempt attempt, Throwable failure) {
        String cause = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        return failure instanceof SSLException
                ? "%s is not trusted: %s (expected: a certificate for that name, of an authority that is trusted)"
                        .formatted(shown(attempt), innermost(failure))
                : "%s: %s".formatted(shown(attempt), cause);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
    }

    /** Paths and queries may hold what others should not read. */
    private static String shown(Attempt attempt) {
        URI url = URI.create(attempt.url());
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
