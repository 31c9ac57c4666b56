package dev.ingest.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.rest.ErrorHandlers;
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

    RemoteSigner(CatalogClient catalog, String path) {
        this.catalog = catalog;
        this.path = path;
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
        // the catalog sees addresses and headers, not the files
        SdkHttpRequest request = asked.request().toBuilder()
                .putHeader(BODY_HASH, "UNSIGNED-PAYLOAD")
                .build();
        RemoteSignRequest question = ImmutableRemoteSignRequest.builder()
                .provider("s3")
                .region(asked.requireProperty(AwsV4HttpSigner.REGION_NAME))
                .method(request.method().name())
                .uri(request.getUri())
                .headers(request.headers())
                .properties(Map.of())
                .body(namesToDelete(asked))
                .build();
        RemoteSignResponse signed =
                catalog.post(path, question, RemoteSignResponse.class, Map.of(), ErrorHandlers.defaultErrorHandler());
        var builder = request.toBuilder().uri(signed.uri());
        signed.headers().forEach(builder::putHeader);
        SignedRequest.Builder answer = SignedRequest.builder().request(builder.build());
        asked.payload().ifPresent(answer::payload);
        return answer.build();
    }

    /** It decides by the names what may be deleted. */
    private static String namesToDelete(SignRequest<? extends AwsCredentialsIdentity> asked) {
        SdkHttpRequest request = asked.request();
        if (request.method() != SdkHttpMethod.POST
                || !request.rawQueryParameters().containsKey("delete")
                || asked.payload().isEmpty()) {
            return "";
        }
        try (InputStream body = asked.payload().get().newStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException("the names of files to delete cannot be read", impossible);
        }
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> asked) {
        throw new UnsupportedOperationException("there is no asynchronous client");
    }
}
