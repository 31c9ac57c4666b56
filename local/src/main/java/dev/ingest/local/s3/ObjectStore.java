package dev.ingest.local.s3;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 over a folder: signed requests only, conditional writes atomic. */
public final class ObjectStore implements Closeable {
    /** The bucket that holds every tenant's warehouse. */
    public static final String BUCKET = "warehouse";

    /** A signed body is held in memory whole while its hash is checked. */
    private static final long SIGNED_BODY_BYTES_MAX = 64L * 1024 * 1024;

    private final S3Proxy server;

    private ObjectStore(S3Proxy server) {
        this.server = server;
    }

    /** @param endpoint where it listens, {@code http://127.0.0.1:<port>} */
    public static ObjectStore start(Path folder, String endpoint, String accessKey, String secretKey) throws Exception {
        Files.createDirectories(folder);
        var store = new FilesystemNio2BlobStore(folder.toRealPath().toString());
        if (!store.containerExists(BUCKET)) {
            var _ = store.createContainer(BUCKET);
        }
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create(endpoint))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .v4MaxNonChunkedRequestSize(SIGNED_BODY_BYTES_MAX)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        return new ObjectStore(server);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the S3 store does not stop: " + e.getMessage(), e);
        }
    }
}
