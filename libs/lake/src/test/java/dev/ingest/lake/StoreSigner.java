package dev.ingest.lake;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.ImmutableRemoteSignResponse;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** What a catalog does that keeps a store's keys to itself: it sees no files, so their bytes are not in the signature. */
final class StoreSigner implements Function<RemoteSignRequest, RemoteSignResponse> {

    private final AwsBasicCredentials keys;

    /** What was signed: the method, and what makes a request another one than that of an object. */
    final Set<String> asked = new ConcurrentSkipListSet<>();

    final List<Map<String, String>> properties = new CopyOnWriteArrayList<>();

    StoreSigner(LakeCredentials.Login keys) {
        this.keys = AwsBasicCredentials.create(keys.id(), keys.secret());
    }

    @Override
    public RemoteSignResponse apply(RemoteSignRequest request) {
        URI uri = request.uri();
        asked.add(name(request));
        properties.add(request.properties());
        requireChecksum(request);
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(uri)
                // the signer hashes what goes unencrypted, which it has not got; the scheme is no part of what is
                // signed
                .protocol("https")
                .port(uri.getPort())
                .headers(request.headers())
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(keys)
                        .request(unsigned)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, request.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request();
        return ImmutableRemoteSignResponse.builder()
                .uri(uri)
                .headers(signed.headers())
                .build();
    }

    private static String name(RemoteSignRequest request) {
        String query = String.valueOf(request.uri().getQuery());
        return List.of("uploads", "uploadId", "delete").stream()
                .filter(query::contains)
                .findFirst()
                .filter(_ -> request.method().equals("POST"))
                .map(what -> request.method() + " " + what)
                .orElse(request.method());
    }

    /** As S3 does: names of files to delete come with a checksum, and here with the names themselves. */
    private static void requireChecksum(RemoteSignRequest request) {
        if (!name(request).equals("POST delete")) {
            return;
        }
        boolean sums = request.headers().keySet().stream()
                .anyMatch(header -> header.equalsIgnoreCase("Content-MD5")
                        || header.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-"));
        if (!sums || !String.valueOf(request.body()).contains("<Key>")) {
            throw new BadRequestException("names to delete without a checksum, or without the names");
        }
    }
}
