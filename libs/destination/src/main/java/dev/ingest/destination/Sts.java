package dev.ingest.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Asks AWS for sessions: first the platform's own, by web identity, then one in a tenant's role. */
final class Sts implements AutoCloseable {
    private static final String PLATFORM_SESSION = "ingest";
    private static final Duration CALL_MAX = Duration.ofSeconds(30);

    private final AwsSettings settings;
    private final Clock clock;
    private final StsClient client;
    private @Nullable Credentials platform;

    Sts(AwsSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        StsClientBuilder builder = StsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(settings.stsRegion()))
                .overrideConfiguration(limits -> limits.apiCallTimeout(CALL_MAX))
                .credentialsProvider(AnonymousCredentialsProvider.create());
        settings.stsEndpoint().map(URI::create).ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    /** A session in a tenant's role, for the platform's own. */
    Credentials assume(Credentials own, Role role) {
        var asPlatform = StaticCredentialsProvider.create(
                AwsSessionCredentials.create(own.accessKeyId(), own.secretAccessKey(), own.sessionToken()));
        return client.assumeRole(ask -> ask.roleArn(role.arn())
                        .roleSessionName(role.session())
                        .externalId(role.externalId())
                        .policy(role.policy())
                        .durationSeconds(seconds())
                        .overrideConfiguration(as -> as.credentialsProvider(asPlatform)))
                .credentials();
    }

    /** The platform's own session. */
    synchronized Credentials platform() {
        Instant now = clock.instant();
        Credentials own = platform;
        if (own == null || !now.isBefore(own.expiration().minus(settings.renewBefore()))) {
            String role = required(settings.roleArn(), "role-arn");
            String token = token(required(settings.webIdentityTokenFile(), "web-identity-token-file"));
            own = client.assumeRoleWithWebIdentity(ask -> ask.roleArn(role)
                            .roleSessionName(PLATFORM_SESSION)
                            .webIdentityToken(token)
                            .durationSeconds(seconds()))
                    .credentials();
            platform = own;
        }
        return own;
    }

    private int seconds() {
        return Math.toIntExact(settings.session().toSeconds());
    }

    /** Read each time: whoever renews it writes it anew. */
    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("ingest.aws.web-identity-token-file: cannot read " + file, unreadable);
        }
    }

    private static <T> T required(Optional<T> value, String name) {
        return value.orElseThrow(() ->
                new IllegalStateException("ingest.aws.%s is not set: no tenant's role can be assumed".formatted(name)));
    }

    @Override
    public void close() {
        client.close();
    }
}
