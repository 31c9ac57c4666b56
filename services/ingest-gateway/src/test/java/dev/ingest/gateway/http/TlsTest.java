package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.testkit.LocalhostKey;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How the door is spoken to: HTTP/2, TLS, and its certificate. */
@QuarkusTest
@WithTestResource(GatewayStack.class)
class TlsTest {
    private static final String PATH = "/api/v1/ingest";
    private static final byte[] DRY_RUN = Door.reference("dry-run.json");

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "test.url.ssl")
    URI tls;

    @Inject
    TlsConfigurationRegistry certificates;

    private HttpResponse<String> http2(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpRequest post = request(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(DRY_RUN))
                .build();
        return client.send(post, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Snowflake Token=\"" + SchedulerStandIn.PRODUCER + "\"")
                .header("Content-Type", "application/json");
    }

    @Test
    void http2IsSpokenWithAndWithoutTls() throws Exception {
        try (HttpClient plain =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> clear = http2(plain, URI.create(base + PATH));
            assertThat(clear.statusCode()).isEqualTo(200);
            assertThat(clear.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
        HttpResponse<String> sealed = overTls("TLSv1.3");
        assertThat(sealed.statusCode()).isEqualTo(200);
        assertThat(sealed.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(overTls("TLSv1.2").statusCode()).isEqualTo(200);
    }

    /** Two on one connection: one on the event loop by its length, one off it because it is packed. */
    @Test
    void bodyThatDripsOverHttp2IsRefusedToo() throws Exception {
        var stopped = new AtomicBoolean();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(GatewayStack.KEY.client())
                .build()) {
            URI uri = URI.create("https://localhost:" + tls.getPort() + PATH);
            assertThat(http2(client, uri).version()).isEqualTo(HttpClient.Version.HTTP_2);
            var packed = request(uri)
                    .header("Content-Encoding", "gzip")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Spaces(stopped)))
                    .build();
            var plain = request(uri)
                    .POST(HttpRequest.BodyPublishers.fromPublisher(
                            HttpRequest.BodyPublishers.ofInputStream(() -> new Spaces(stopped)), 50_000))
                    .build();
            List<CompletableFuture<HttpResponse<String>>> answers = Stream.of(packed, plain)
                    .map(post -> client.sendAsync(post, HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.join().statusCode()).isEqualTo(400);
                assertThat(answer.join().body()).contains("body: not complete after 6 s");
            }
            stopped.set(true);
            assertThat(http2(client, uri).statusCode()).as("the next post").isEqualTo(200);
        } finally {
            stopped.set(true);
        }
    }

    /** One after the other, until somebody has had enough. */
    private static final class Spaces extends InputStream {
        private final AtomicBoolean stopped;

        Spaces(AtomicBoolean stopped) {
            this.stopped = stopped;
        }

        @Override
        public int read() {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            return stopped.get() ? -1 : ' ';
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            int space = read();
            if (space >= 0) {
                bytes[from] = (byte) space;
            }
            return space < 0 ? -1 : 1;
        }
    }

    /** The file is replaced, and nothing else is done: its own reloading has to see it. */
    @Test
    void certificateThatIsReplacedIsTakenUp() throws Exception {
        byte[] before = serving();
        assertThat(before).isEqualTo(GatewayStack.KEY.certificate().getEncoded());
        Path fresh = GatewayStack.KEY.file().resolveSibling("door-fresh.p12");
        LocalhostKey.write(fresh);
        Files.move(fresh, GatewayStack.KEY.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        byte[] expected = GatewayStack.KEY.certificate().getEncoded();
        assertThat(expected).isNotEqualTo(before);
        byte[] after = serving();
        for (int tries = 0; tries < 10_000 && !Arrays.equals(after, expected); tries++) {
            assertThat(after).isEqualTo(before);
            after = servingAfter(before);
        }
        assertThat(after).isEqualTo(expected);
        assertThat(overTls("TLSv1.3").statusCode()).isEqualTo(200);
    }

    /** A handshake that meets the change itself is cut off, and the next one is not. */
    private byte[] servingAfter(byte[] before) throws Exception {
        try {
            return serving();
        } catch (SSLHandshakeException cutOff) {
            return before;
        }
    }

    @Test
    void tlsIs12OrLater() {
        assertThat(certificates.get("door").orElseThrow().getSSLOptions().getEnabledSecureTransportProtocols())
                .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    private HttpResponse<String> overTls(String protocol) throws Exception {
        var parameters = new javax.net.ssl.SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(GatewayStack.KEY.client())
                .sslParameters(parameters)
                .build()) {
            return http2(client, URI.create("https://localhost:" + tls.getPort() + PATH));
        }
    }

    private byte[] serving() throws Exception {
        try (var socket =
                (javax.net.ssl.SSLSocket) trustingAll().getSocketFactory().createSocket("localhost", tls.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].getEncoded();
        }
    }

    /** For whoever only looks at what is served. */
    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Unquestioning()}, null);
        return context;
    }

    private static final class Unquestioning implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
