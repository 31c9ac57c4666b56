package dev.ingest.platform.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Secrets in AWS Secrets Manager, each a JSON object of strings. Not run against AWS: against a stand-in that follows its
 * API reference.
 *
 * <p>Check-and-set: the new value is put beside the present one under a label of ours, then {@code AWSCURRENT} is moved to it
 * from the version that was read. Secrets Manager refuses to move a label from a version that does not hold it (API
 * reference, UpdateSecretVersionStage), so of two writers one fails, and readers see the old value or the new one.
 */
final class AwsSecretStore implements SecretStore {
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final String CURRENT = "AWSCURRENT";
    private static final String PENDING = "INGESTPENDING";

    /** Refusals that stay until somebody changes a policy, a key or the secret. Source: API references of Secrets Manager and STS, "Errors". */
    private static final Set<String> LASTING = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidIdentityToken",
            "DecryptionFailure",
            "EncryptionFailure",
            "InvalidRequestException");

    private final SecretsManagerClient client;
    private final SecretSettings.Aws names;
    private final ObjectMapper json;

    AwsSecretStore(SecretsManagerClient client, SecretSettings.Aws names, ObjectMapper json) {
        this.client = client;
        this.names = names;
        this.json = json;
    }

    @Override
    public Optional<Secret> read(String tenant, String name) {
        return current(id(tenant, name)).map(this::secret);
    }

    @Override
    public void write(String tenant, String name, Map<String, String> values) {
        String id = id(tenant, name);
        if (!create(id, values)) {
            call(() -> client.putSecretValue(request ->
                    request.secretId(id).clientRequestToken(newVersion()).secretString(text(values))));
        }
    }

    @Override
    public boolean replace(String tenant, String name, long expectedVersion, Map<String, String> values) {
        String id = id(tenant, name);
        if (expectedVersion == 0) {
            return create(id, values);
        }
        return current(id)
                .map(GetSecretValueResponse::versionId)
                .filter(version -> number(version) == expectedVersion)
                .map(version -> move(id, version, values))
                .orElse(false);
    }

    /** At once and for good: a secret that only waits for its deletion could not be written again. */
    @Override
    public void delete(String tenant, String name) {
        try {
            call(() -> client.deleteSecret(
                    request -> request.secretId(id(tenant, name)).forceDeleteWithoutRecovery(true)));
        } catch (ResourceNotFoundException absent) {
            // As wished.
        }
    }

    private Optional<GetSecretValueResponse> current(String id) {
        try {
            return Optional.of(call(
                    () -> client.getSecretValue(request -> request.secretId(id).versionStage(CURRENT))));
        } catch (ResourceNotFoundException absent) {
            return Optional.empty();
        }
    }

    private boolean create(String id, Map<String, String> values) {
        try {
            call(() -> client.createSecret(request -> {
                request.name(id).clientRequestToken(newVersion()).secretString(text(values));
                names.kmsKey().ifPresent(request::kmsKeyId);
            }));
            return true;
        } catch (ResourceExistsException present) {
            return false;
        }
    }

    private boolean move(String id, String from, Map<String, String> values) {
        String to = newVersion();
        call(() -> client.putSecretValue(request -> request.secretId(id)
                .clientRequestToken(to)
                .secretString(text(values))
                .versionStages(PENDING)));
        try {
            call(() -> client.updateSecretVersionStage(request -> request.secretId(id)
                    .versionStage(CURRENT)
                    .removeFromVersionId(from)
                    .moveToVersionId(to)));
            return true;
        } catch (InvalidParameterException moved) {
            return false;
        }
    }

    /** Refusals that are answers come out as they are; all else means that the store cannot be used. */
    private static <T> T call(Supplier<T> action) {
        try {
            return action.get();
        } catch (ResourceNotFoundException | ResourceExistsException | InvalidParameterException answer) {
            throw answer;
        } catch (AwsServiceException refused) {
            throw failure(refused);
        } catch (SdkException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "AWS Secrets Manager cannot be used", away);
        }
    }

    private static IngestException failure(AwsServiceException refused) {
        String code = refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
        return LASTING.contains(code)
                ? new IngestException(
                        ErrorCode.PERMISSION_DENIED,
                        ("AWS Secrets Manager refuses this service (%s): its role must be allowed to read and write the secrets"
                                        + " under the prefix of the configuration and to use their key")
                                .formatted(code),
                        refused)
                : new IngestException(ErrorCode.UNAVAILABLE, "AWS Secrets Manager cannot be used", refused);
    }

    private Secret secret(GetSecretValueResponse found) {
        return new Secret(
                number(found.versionId()),
                values(found.secretString())
                        .orElseThrow(() -> new IngestException(
                                ErrorCode.INVALID_ARGUMENT, // until somebody writes it anew
                                "the secret %s in AWS Secrets Manager is not a JSON object of strings"
                                        .formatted(found.name()))));
    }

    /** None for what someone else wrote there in another form: binary, not JSON, nested. */
    @SuppressWarnings("UnusedException") // it would quote the secret
    private Optional<Map<String, String>> values(@Nullable String text) {
        try {
            return Optional.ofNullable(json.readValue(text == null ? "null" : text, VALUES))
                    .filter(values -> !values.containsValue(null));
        } catch (JsonProcessingException foreign) {
            return Optional.empty();
        }
    }

    private String text(Map<String, String> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of strings has a JSON form", impossible);
        }
    }

    private String id(String tenant, String name) {
        return names.prefix() + "/" + tenant + "/" + name;
    }

    private static String newVersion() {
        return UUID.randomUUID().toString();
    }

    /** A version's id as a number other than 0; ids are random, so two of a secret's are never the same. */
    private static long number(String versionId) {
        return 1
                | UUID.nameUUIDFromBytes(versionId.getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits();
    }
}
