package dev.ingest.lake;

import dev.ingest.lake.LakeCredentials.SessionKeys;
import dev.ingest.lake.LakeCredentials.StorageKey;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.StorageCredential;
import org.apache.iceberg.util.SerializableSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A warehouse in S3 or a store that speaks it. The client is made here, so that nothing is looked up by class name. */
final class S3 {

    private static final long MANIFEST_CACHE_BYTES_MAX = 32 << 20;
    private static final Duration MANIFEST_CACHE_UNUSED_MAX = Duration.ofMinutes(10);

    private S3() {}

    static S3FileIO files(Destination destination, Optional<StorageKey> key, Network network) {
        var files = new S3Files(opening(destination, key, network));
        files.initialize(fileSettings(destination.properties()));
        return files;
    }

    /** Files for a catalog that closes those of each table when it is done with the table: these stay until they end. */
    static SharedFiles sharedFiles(Destination destination, Optional<StorageKey> key, Network network) {
        var files = new SharedFiles(opening(destination, key, network));
        files.initialize(fileSettings(destination.properties()));
        return files;
    }

    static final class SharedFiles extends S3Files {
        private SharedFiles(SerializableSupplier<S3Client> client) {
            super(client);
        }

        /** The tenant's own keys open them, whatever a catalog gives. */
        @Override
        public void setCredentials(List<StorageCredential> credentials) {}

        @Override
        public void close() {}

        void end() {
            super.close();
        }
    }

    private static SerializableSupplier<S3Client> opening(
            Destination destination, Optional<StorageKey> key, Network network) {
        return () -> open(client(destination.properties(), network).credentialsProvider(credentials(key)));
    }

    /** How files are written, and which of them are kept at hand. */
    static Map<String, String> fileSettings(Map<String, String> properties) {
        var all = withManifestCache(properties);
        Optional.ofNullable(properties.get(Destination.KMS_KEY)).ifPresent(key -> {
            all.put(S3FileIOProperties.SSE_TYPE, S3FileIOProperties.SSE_TYPE_KMS);
            all.put(S3FileIOProperties.SSE_KEY, key);
        });
        return all;
    }

    /** Manifests never change, and every plan reads all of a table's: without a cache, a request each. */
    private static Map<String, String> withManifestCache(Map<String, String> properties) {
        var all = new HashMap<String, String>();
        all.put(CatalogProperties.IO_MANIFEST_CACHE_ENABLED, "true");
        all.put(CatalogProperties.IO_MANIFEST_CACHE_MAX_TOTAL_BYTES, Long.toString(MANIFEST_CACHE_BYTES_MAX));
        all.put(
                CatalogProperties.IO_MANIFEST_CACHE_EXPIRATION_INTERVAL_MS,
                Long.toString(MANIFEST_CACHE_UNUSED_MAX.toMillis()));
        all.putAll(properties);
        return all;
    }

    static S3ClientBuilder client(Map<String, String> properties, Network network) {
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(http(network))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(network.waits().call()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .forcePathStyle(Boolean.parseBoolean(properties.get(Destination.S3_PATH_STYLE)));
        Optional.ofNullable(properties.get(Destination.REGION)).map(Region::of).ifPresent(client::region);
        Optional.ofNullable(properties.get(Destination.S3_ENDPOINT))
                .map(URI::create)
                .ifPresent(client::endpointOverride);
        return client;
    }

    static S3Client open(S3ClientBuilder client) {
        return new S3Refusals(client.build());
    }

    static SdkHttpClient.Builder<?> http(Network network) {
        return new GuardedStore.Builder(
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(network.waits().connect())
                        .socketTimeout(network.waits().answer()),
                network);
    }

    /** Only Amazon's read accelerator would ask for one. */
    static S3AsyncClient noAsyncClient() {
        throw new UnsupportedOperationException(
                "no asynchronous S3 client: s3.analytics-accelerator.enabled stays off");
    }

    static AwsCredentialsProvider credentials(Optional<StorageKey> key) {
        return key.<AwsCredentialsProvider>map(given -> switch (given) {
                    case LakeCredentials.Login(String id, String secret) ->
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
                    case LakeCredentials.Session session -> () -> session(session.keys());
                })
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    static AwsSessionCredentials session(SessionKeys keys) {
        return AwsSessionCredentials.create(keys.id(), keys.secret(), keys.token());
    }
}
