package dev.ingest.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract of AWS Secrets Manager, against a stand-in. It was not run against AWS. */
class AwsSecretStoreTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/ingest-executor";

    @TempDir
    Path folder;

    private AwsStandIn aws;
    private SecretStore store;

    @BeforeEach
    void open() throws IOException {
        aws = new AwsStandIn();
        store = store(Optional.empty());
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private record Settings(
            Optional<String> region,
            Optional<URI> endpoint,
            Optional<URI> stsEndpoint,
            String prefix,
            Optional<String> kmsKey,
            Optional<String> roleArn,
            Optional<Path> webIdentityTokenFile,
            Duration timeout)
            implements SecretSettings.Aws {}

    private SecretStore store(Optional<String> kmsKey) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "the-services-own-jwt");
        var settings = new Settings(
                Optional.of("eu-central-1"),
                Optional.of(aws.endpoint()),
                Optional.of(aws.endpoint()),
                "ingest",
                kmsKey,
                Optional.of(ROLE),
                Optional.of(token),
                Duration.ofMinutes(1));
        return new AwsSecretStore(AwsClients.secretsManager(settings), settings, new ObjectMapper());
    }

    @Test
    void secretIsWrittenUnderItsTenantAndReadBack() {
        store.write("demo", "shop", Map.of("client_secret", "s3cret"));
        assertThat(store.read("demo", "shop").orElseThrow().values()).isEqualTo(Map.of("client_secret", "s3cret"));
        assertThat(store.read("acme", "shop")).isEmpty();
        assertThat(aws.created)
                .singleElement()
                .satisfies(request -> assertThat(request.get("Name").asText()).isEqualTo("ingest/demo/shop"));
    }

    @Test
    void laterWriteReplacesWhateverWasThere() {
        store.write("demo", "shop", Map.of("k", "1"));
        store.write("demo", "shop", Map.of("k", "2"));
        assertThat(store.read("demo", "shop").orElseThrow().values()).isEqualTo(Map.of("k", "2"));
    }

    @Test
    void serviceLogsInOnceWithItsOwnWebIdentity() {
        store.write("demo", "shop", Map.of("k", "1"));
        assertThat(store.read("demo", "shop")).isPresent();
        assertThat(aws.webIdentities).containsExactly("AssumeRoleWithWebIdentity " + ROLE + " the-services-own-jwt");
    }

    @Test
    void newSecretsAreEncryptedWithTheKeyOfTheConfiguration() throws IOException {
        store(Optional.of("alias/ingest")).write("demo", "shop", Map.of("k", "1"));
        assertThat(aws.created)
                .singleElement()
                .satisfies(
                        request -> assertThat(request.get("KmsKeyId").asText()).isEqualTo("alias/ingest"));
    }

    @Test
    void replaceIsCheckAndSet() {
        assertThat(store.replace("demo", "a", 0, Map.of("k", "1"))).isTrue();
        assertThat(store.replace("demo", "a", 0, Map.of("k", "lost"))).isFalse();
        long first = store.read("demo", "a").orElseThrow().version();
        assertThat(store.replace("demo", "a", first, Map.of("k", "2"))).isTrue();
        assertThat(store.replace("demo", "a", first, Map.of("k", "lost"))).isFalse();
        Secret second = store.read("demo", "a").orElseThrow();
        assertThat(second.values()).isEqualTo(Map.of("k", "2"));
        assertThat(second.version()).isNotEqualTo(first);
    }

    @Test
    void ofManyWritersThatReadTheSameVersionOneSucceeds() throws Exception {
        store.write("demo", "a", Map.of("k", "0"));
        long version = store.read("demo", "a").orElseThrow().version();
        List<Callable<Boolean>> writers = IntStream.rangeClosed(1, 8)
                .<Callable<Boolean>>mapToObj(
                        writer -> () -> store.replace("demo", "a", version, Map.of("k", String.valueOf(writer))))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> outcomes = pool.invokeAll(writers);
            int winner = IntStream.range(0, 8)
                    .filter(each -> outcomes.get(each).resultNow())
                    .reduce((one, other) -> {
                        throw new AssertionError("two writers succeeded: " + one + " and " + other);
                    })
                    .orElseThrow();
            assertThat(store.read("demo", "a").map(Secret::values))
                    .isEqualTo(Optional.of(Map.of("k", String.valueOf(winner + 1))));
        }
    }

    @Test
    void deletedSecretIsGoneAndCanBeWrittenAgain() {
        store.write("demo", "a", Map.of("k", "v"));
        store.delete("demo", "a");
        assertThat(store.read("demo", "a")).isEmpty();
        store.delete("demo", "a");
        assertThat(store.replace("demo", "a", 0, Map.of("k", "w"))).isTrue();
    }

    @Test
    void secretOfAnotherFormIsRefusedWithoutQuotingIt() {
        for (String foreign : List.of("hunter2", "{\"k\":{\"n\":\"hunter2\"}}", "{\"k\":null}", "null", "[]")) {
            aws.put("ingest/demo/odd", foreign);
            assertThatThrownBy(() -> store.read("demo", "odd"))
                    .isInstanceOf(IngestException.class)
                    .hasMessage("the secret ingest/demo/odd in AWS Secrets Manager is not a JSON object of strings")
                    .hasNoCause();
        }
    }

    @Test
    void storeThatFailsIsUnavailable() {
        aws.broken = true;
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessage("AWS Secrets Manager cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "DecryptionFailure", "InvalidRequestException"})
    void lastingRefusalIsNoOutageAndSaysWhatToAllow(String refusal) {
        aws.refusal = Optional.of(refusal);
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessageContaining(refusal)
                .hasMessageContaining("must be allowed");
    }

    @Test
    void refusalThatPassesIsAnOutage() {
        aws.refusal = Optional.of("ThrottlingException");
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void roleWithoutTokenNamesWhatIsMissing() {
        var settings = new Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "ingest",
                Optional.empty(),
                Optional.of(ROLE),
                Optional.empty(),
                Duration.ofMinutes(1));
        assertThatThrownBy(() -> AwsClients.secretsManager(settings))
                .hasMessage("ingest.secrets.aws.web-identity-token-file is not set (it goes with role-arn)");
    }
}
