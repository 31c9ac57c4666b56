package dev.ingest.lake;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
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

    static FileIO files(Destination destination, Optional<LakeCredentials.Login> login, Waits waits) {
        // given both suppliers it looks for no factory, whose loading wants the SDKs of four more services
        var files = new S3FileIO(() -> client(destination.properties(), login, waits), S3::noAsyncClient);
        files.initialize(withManifestCache(destination.properties()));
        return files;
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

    private static S3Client client(Map<String, String> properties, Optional<LakeCredentials.Login> login, Waits waits) {
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(waits.connect())
                        .socketTimeout(waits.answer()))
                .credentialsProvider(credentials(login))
                .overrideConfiguration(limits -> limits.apiCallTimeout(waits.call()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .forcePathStyle(Boolean.parseBoolean(properties.get(Destination.S3_PATH_STYLE)));
        Optional.ofNullable(properties.get(Destination.REGION)).map(Region::of).ifPresent(client::region);
        Optional.ofNullable(properties.get(Destination.S3_ENDPOINT))
                .map(URI::create)
                .ifPresent(client::endpointOverride);
        return client.build();
    }

    /** Only Amazon's read accelerator would ask for one. */
    private static S3AsyncClient noAsyncClient() {
        throw new UnsupportedOperationException(
                "no asynchronous S3 client: s3.analytics-accelerator.enabled stays off");
    }

    private static AwsCredentialsProvider credentials(Optional<LakeCredentials.Login> login) {
        return login.<AwsCredentialsProvider>map(given ->
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(given.id(), given.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
