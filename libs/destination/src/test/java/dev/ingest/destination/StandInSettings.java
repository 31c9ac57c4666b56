package dev.ingest.destination;

import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.aws.AwsStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A platform whose AWS is the stand-in. */
record StandInSettings(String url, Path token) implements AwsSettings, LakeSettings {
    @Override
    public Optional<String> roleArn() {
        return Optional.of(AwsStandIn.PLATFORM);
    }

    @Override
    public Optional<Path> webIdentityTokenFile() {
        return Optional.of(token);
    }

    @Override
    public String stsRegion() {
        return "eu-central-1";
    }

    @Override
    public Optional<String> region() {
        return Optional.empty();
    }

    @Override
    public Optional<String> stsEndpoint() {
        return Optional.of(url);
    }

    @Override
    public Duration session() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration renewBefore() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int sessionsMax() {
        return 4;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://unused/unused";
    }

    @Override
    public Optional<String> user() {
        return Optional.empty();
    }

    @Override
    public Optional<String> password() {
        return Optional.empty();
    }

    @Override
    public String warehouse() {
        return "s3://unused";
    }

    @Override
    public Optional<String> endpoint() {
        return Optional.empty();
    }

    @Override
    public Optional<String> accessKey() {
        return Optional.empty();
    }

    @Override
    public Optional<String> secretKey() {
        return Optional.empty();
    }

    @Override
    public int openMax() {
        return 4;
    }

    @Override
    public long keyIndexMaxBytes() {
        return 0;
    }

    @Override
    public Path keyIndexFolder() {
        return token.resolveSibling("keys");
    }

    record NoSecrets() implements SecretStore {
        @Override
        public Optional<Secret> read(String tenant, String name) {
            return Optional.empty();
        }

        @Override
        public void write(String tenant, String name, Map<String, String> written) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean replace(String tenant, String name, long expectedVersion, Map<String, String> written) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String tenant, String name) {
            throw new UnsupportedOperationException();
        }
    }
}
