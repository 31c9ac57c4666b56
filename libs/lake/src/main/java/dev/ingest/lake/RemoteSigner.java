package dev.ingest.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.iceberg.rest.ErrorHandlers;
import org.apache.iceberg.rest.RemoteSigningConfig;
import org.apache.iceberg.rest.requests.ImmutableRemoteSignRequest;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Has the catalog sign each request on the store, in place of keys. Signatures are not kept: a request with the same address
 * may be another tenant's.
 */
final class RemoteSigner implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {

    private static final String BODY_HASH = "x-amz-content-sha256";

    private final CatalogClient catalog;
    private final String path;
    private final Map<String, String> properties;
    private final Map<String, String> headers;

    /** @param config what the catalog wants to be told with each request */
    RemoteSigner(CatalogClient catalog, String path, RemoteSigningConfig config) {
        this.catalog = catalog;
        this.path = path;
        this.properties = config.properties();
        this.headers = config.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
    }

    @Override
    public String schemeId() {
        return AwsV4AuthScheme.SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> asked) {
        Optional<byte[]> names = namesToDelete(asked);
        SdkHttpRequest request = unsigned(asked.request(), names);
        RemoteSignRequest question = ImmutableRemoteSignRequest.builder()
                .provider("s3")
                .region(asked.requireProperty(AwsV4HttpSigner.REGION_NAME))
                .method(request.method().name())
                .uri(request.getUri())
                .headers(request.headers())
                .properties(properties)
                .body(names.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse(""))
                .build();
        RemoteSignResponse signed =
                catalog.post(path, question, RemoteSignResponse.class, headers, ErrorHandlers.defaultErrorHandler());
        // an address that is set is added to the one that is there
        var builder = request.toBuilder().encodedPath("").clearQueryParameters().uri(signed.uri());
        signed.headers().forEach(builder::putHeader);
        SignedRequest.Builder answer = SignedRequest.builder().request(builder.build());
        asked.payload().ifPresent(answer::payload);
        return answer.build();
    }

    /** The catalog sees addresses and headers, not the files. Names to delete S3 takes with a sum only, which a signer adds. */
    private static SdkHttpRequest unsigned(SdkHttpRequest request, Optional<byte[]> names) {
        var builder = request.toBuilder().putHeader(BODY_HASH, "UNSIGNED-PAYLOAD");
        names.ifPresent(
                bytes -> builder.putHeader("Content-MD5", Base64.getEncoder().encodeToString(md5(bytes))));
        return builder.build();
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    /** The catalog decides by the names what may be deleted. */
    private static Optional<byte[]> namesToDelete(SignRequest<? extends AwsCredentialsIdentity> asked) {
        SdkHttpRequest request = asked.request();
        if (request.method() != SdkHttpMethod.POST
                || !request.rawQueryParameters().containsKey("delete")
                || asked.payload().isEmpty()) {
            return Optional.empty();
        }
        try (InputStream body = asked.payload().get().newStream()) {
            return Optional.of(body.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException("the names of files to delete cannot be read", impossible);
        }
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> asked) {
        throw new UnsupportedOperationException("there is no asynchronous client");
    }
}
