package dev.ingest.lake;

import dev.ingest.lake.LakeCredentials.SessionKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.StorageCredential;
import org.apache.iceberg.rest.ErrorHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RemoteSigningConfig;
import org.apache.iceberg.rest.RemoteSigningConfigParser;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.responses.LoadCredentialsResponse;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** What a catalog gives to open one table's files, and what is asked for again before it ends. */
final class GivenAccess {

    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

    /** As catalogs say it that came before the protocol had a path for signing; the second name is the older one. */
    private static final List<String> SIGNER_BASE = List.of("signer.uri", "s3.signer.uri");

    private static final List<String> SIGNER_PATH = List.of("signer.endpoint", "s3.signer.endpoint");

    private final CatalogClient catalog;
    private Map<String, String> settings;

    GivenAccess(Map<String, String> settings, CatalogClient catalog) {
        this.settings = Map.copyOf(settings);
        this.catalog = catalog;
    }

    /** Keys apart from the table's other settings, as newer catalogs give them. */
    synchronized void take(List<StorageCredential> credentials) {
        List<StorageCredential> ofS3 = credentials.stream()
                .filter(credential -> credential.prefix().startsWith("s3"))
                .toList();
        if (ofS3.size() > 1) {
            throw new LakeException("the catalog gives keys for %d places of one table (expected: one): %s"
                    .formatted(
                            ofS3.size(),
                            ofS3.stream().map(StorageCredential::prefix).toList()));
        }
        ofS3.forEach(credential -> merge(credential.config()));
    }

    private void merge(Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        settings = Map.copyOf(all);
    }

    synchronized S3Client client(Network network) {
        S3ClientBuilder client = S3.client(settings, network);
        if (settings.containsKey(S3FileIOProperties.ACCESS_KEY_ID)) {
            return S3.open(client.credentialsProvider(() -> S3.session(keys())));
        }
        if (Boolean.parseBoolean(settings.get(S3FileIOProperties.REMOTE_SIGNING_ENABLED))) {
            return S3.open(client.credentialsProvider(AnonymousCredentialsProvider.create())
                    .putAuthScheme(new RemoteSigner(catalog, signingPath(), signing())));
        }
        throw new LakeException("the catalog gives neither keys for a table's files nor signatures"
                + " (expected: vended credentials or remote signing, or a bucket of the tenant's own)");
    }

    private RemoteSigningConfig signing() {
        return Optional.ofNullable(settings.get(RESTCatalogProperties.REMOTE_SIGNING_CONFIG))
                .map(RemoteSigningConfigParser::fromJson)
                .orElse(RemoteSigningConfig.EMPTY);
    }

    private String signingPath() {
        return first(SIGNER_PATH)
                .or(() -> Optional.ofNullable(settings.get(RESTCatalogProperties.REMOTE_SIGNING_ENDPOINT)))
                .map(path -> first(SIGNER_BASE)
                        .map(base -> base.replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", ""))
                        .orElse(path))
                .orElseThrow(() -> new LakeException("the catalog signs requests, but does not say where"));
    }

    private Optional<String> first(List<String> names) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(settings.get(name)).stream())
                .findFirst();
    }

    private synchronized SessionKeys keys() {
        String renewal = settings.get(AwsClientProperties.REFRESH_CREDENTIALS_ENDPOINT);
        if (renewal != null && endsAt().isBefore(Instant.now().plus(BEFORE_THE_END))) {
            renew(renewal);
        }
        return new SessionKeys(
                required(S3FileIOProperties.ACCESS_KEY_ID),
                required(S3FileIOProperties.SECRET_ACCESS_KEY),
                required(S3FileIOProperties.SESSION_TOKEN));
    }

    private Instant endsAt() {
        return Optional.ofNullable(settings.get(S3FileIOProperties.SESSION_TOKEN_EXPIRES_AT_MS))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .orElse(Instant.MAX);
    }

    private void renew(String path) {
        LoadCredentialsResponse given = catalog.get(
                path, Map.of(), LoadCredentialsResponse.class, Map.of(), ErrorHandlers.defaultErrorHandler());
        take(given.credentials().stream().map(GivenAccess::storage).toList());
    }

    private static StorageCredential storage(Credential credential) {
        return StorageCredential.create(credential.prefix(), credential.config());
    }

    private String required(String name) {
        return Optional.ofNullable(settings.get(name))
                .orElseThrow(() -> new LakeException("the catalog gives keys without " + name));
    }
}
