package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.record.Envelope;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in and how far, on the wire. */
@QuarkusTest
@WithTestResource(GatewayStack.class)
class LimitsTest {
    private static final String PATH = "/api/v1/ingest";
    private static final byte[] DRY_RUN = Door.reference("dry-run.json");

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "ingest.kafka.topic-prefix")
    String prefix;

    @ConfigProperty(name = "test.url.ssl")
    URI tls;

    @Inject
    TlsConfigurationRegistry certificates;

    @Inject
    Event<CertificateUpdatedEvent> updated;

    private Records records;

    @BeforeEach
    void open() {
        records = new Records(bootstrap, prefix);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private static Map<String, String> headers(String authorization) {
        return new HashMap<>(Map.of("Authorization", authorization, "Content-Type", "application/json"));
    }

    private static String pat(String token) {
        return "Snowflake Token=\"" + token + "\"";
    }

    private Door.Answer post(byte[] body, Map<String, String> headers) {
        return new Door(base).post(PATH, body, headers);
    }

    private static byte[] zstd(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(bytes)) {
            zstd.write(body);
        }
        return bytes.toByteArray();
    }

    @Test
    void bodyInZstdIsReadAndABombIs413() throws IOException {
        Map<String, String> headers = headers(pat(SchedulerStandIn.PRODUCER));
        headers.put("Content-Encoding", "zstd");
        Door.Answer answer = post(zstd(Door.reference("one-source.json")), headers);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(records.all()).map(Envelope::records).containsExactly(2);
        byte[] bomb = zstd(new byte[64 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(1024 * 1024);
        assertThat(post(bomb, headers).status()).isEqualTo(413);
        assertThat(post("{}".getBytes(UTF_8), headers).status()).isEqualTo(400);
        headers.put("Content-Encoding", "br");
        assertThat(post(DRY_RUN, headers).json().at("/error/message").asText())
                .isEqualTo("Content-Encoding: br (expected: gzip, zstd or none)");
    }

    @Test
    void signerWithARegisteredKeyMayPost() {
        Instant now = Instant.now();
        String token = SchedulerStandIn.SIGNER.token("DEMO.ALICE", now, now.plusSeconds(3540));
        Map<String, String> headers = headers("Bearer " + token);
        headers.put("X-Snowflake-Authorization-Token-Type", "KEYPAIR_JWT");
        assertThat(post(DRY_RUN, headers).status()).isEqualTo(200);
        String expired = SchedulerStandIn.SIGNER.token("DEMO.ALICE", now.minusSeconds(7200), now.plusSeconds(60));
        Door.Answer refused = post(DRY_RUN, headers("Bearer " + expired));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().at("/error/message").asText()).isEqualTo("a valid token is required");
    }

    @Test
    void tokenOfANetworkIsGoodWhereTheTrustedProxySawIt() {
        Map<String, String> headers = headers(pat(SchedulerStandIn.PRODUCER_INSIDE));
        Door.Answer elsewhere = post(DRY_RUN, headers);
        assertThat(elsewhere.status()).isEqualTo(401);
        assertThat(elsewhere.json().at("/error/message").asText()).isEqualTo("a valid token is required");
        headers.put("X-Forwarded-For", "10.1.2.3");
        assertThat(post(DRY_RUN, headers).status()).isEqualTo(200);
        headers.put("X-Forwarded-For", "10.1.2.3, 198.51.100.1");
        assertThat(post(DRY_RUN, headers).status()).isEqualTo(401);
    }

    @Test
    void tenantsOwnLimitsHold() {
        Map<String, String> limited = headers(pat(SchedulerStandIn.PRODUCER_OF_LIMITED));
        assertThat(post("{\"records\":{\"a\":[],\"b\":[],\"c\":[]}}".getBytes(UTF_8), limited)
                        .status())
                .isEqualTo(200);
        assertThat(post(" ".repeat(300).getBytes(UTF_8), limited).status()).isEqualTo(413);
    }

    @Test
    void tooManyPostsAre429WithWholeSecondsToWait() {
        Map<String, String> slow = headers(pat(SchedulerStandIn.PRODUCER_OF_SLOW));
        Door.Answer answer = post(DRY_RUN, slow);
        for (int posts = 0; posts < 1000 && answer.status() != 429; posts++) {
            assertThat(answer.status()).isEqualTo(207);
            answer = post(DRY_RUN, slow);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.error()).isEqualTo("RATE_LIMITED");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(post(DRY_RUN, headers(pat(SchedulerStandIn.PRODUCER))).status())
                .as("another tenant's post")
                .isEqualTo(200);
    }

    /** On their event loop and off it: of posts that say how long they are, and of those that do not. */
    @Test
    void tooManyPostsAreRefusedBeforeTheirBodiesAreSent() throws IOException {
        String slow = pat(SchedulerStandIn.PRODUCER_OF_SLOW);
        for (String length : List.of("Content-Length: 900\r\n", "Transfer-Encoding: chunked\r\n")) {
            String start = length.startsWith("T") ? "1\r\n{\r\n" : "{";
            String status = "";
            for (int tries = 0; tries < 100 && !status.contains(" 429 "); tries++) {
                while (post(DRY_RUN, headers(slow)).status() != 429) {
                    // there is room for some more
                }
                status = statusOf(length, slow, start);
            }
            assertThat(status).as(length).contains(" 429 ");
        }
    }

    /** The rest of its body is read and forgotten; what comes after it is a request of its own. */
    @Test
    void connectionOfAPostThatWasOneTooManyIsOfUseAfterIt() throws IOException {
        URI uri = URI.create(base);
        String head =
                "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n";
        String slow = pat(SchedulerStandIn.PRODUCER_OF_SLOW);
        for (int tries = 0; tries < 100; tries++) {
            while (post(DRY_RUN, headers(slow)).status() != 429) {
                // there is room for some more
            }
            try (var socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write((head.formatted(PATH, slow, 3) + "{").getBytes(ISO_8859_1));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                if (!in.readLine().contains(" 429 ")) {
                    continue;
                }
                assertThat(in.lines().takeWhile(line -> !line.isEmpty()).map(String::toLowerCase))
                        .noneMatch(line -> line.startsWith("connection: close"));
                String next = head.formatted(PATH, pat(SchedulerStandIn.PRODUCER), DRY_RUN.length);
                socket.getOutputStream().write(("  " + next).getBytes(ISO_8859_1));
                socket.getOutputStream().write(DRY_RUN);
                // the body of the refusal ends without a line break
                assertThat(in.readLine()).endsWith("HTTP/1.1 200 OK");
                return;
            }
        }
        throw new AssertionError("never one too many");
    }

    /** The answer comes while the body has not been sent: nothing waits for it. */
    @Test
    void bodyThatSaysItIsTooGreatIsRefusedBeforeItIsSent() throws IOException {
        assertThat(statusOf("Content-Length: 1048577\r\n", pat(SchedulerStandIn.PRODUCER), "{"))
                .contains(" 413 ");
        assertThat(statusOf("Content-Length: 1048576\r\n", pat("unknown"), "{")).contains(" 401 ");
    }

    @Test
    void bodyThatStandsStillIsRefusedOrCutOff() throws IOException {
        assertThat(statusOf("Content-Length: 100\r\n", pat(SchedulerStandIn.PRODUCER), "{\"records\""))
                .matches("|HTTP/1.1 400 .*");
        assertThat(records.all()).isEmpty();
    }

    @Test
    void requestWhoseHeadersStandStillIsCutOff() throws IOException {
        URI uri = URI.create(base);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("POST /api/v1/ingest HTTP/1.1\r\nHost: x\r\n".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read())
                    .as("the end of the connection")
                    .isEqualTo(-1);
        }
    }

    @Test
    void bodyThatDripsIsCutOffHoweverSteadilyItComes() throws Exception {
        post(DRY_RUN, headers(pat(SchedulerStandIn.PRODUCER))); // from now on such posts stay on their event loop
        assertThat(drippedBody("Content-Length: 1000\r\n")).matches("|HTTP/1.1 400 .*");
        assertThat(drippedBody("Transfer-Encoding: chunked\r\n")).matches("|HTTP/1.1 400 .*");
        assertThat(records.all()).isEmpty();
    }

    /** The first line of the answer to a body of which some bytes come each tenth of a second, for as long as it takes. */
    private String drippedBody(String length) throws Exception {
        URI uri = URI.create(base);
        boolean chunked = length.startsWith("Transfer");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(100);
            String head = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: %s\r\n%s\r\n"
                    .formatted(PATH, pat(SchedulerStandIn.PRODUCER), length);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            var line = new StringBuilder();
            for (int drops = 0; drops < 600; drops++) {
                try {
                    int read = socket.getInputStream().read();
                    if (read <= '\r') {
                        return line.toString();
                    }
                    line.append((char) read);
                } catch (SocketTimeoutException nothingYet) {
                    socket.getOutputStream().write((chunked ? "1\r\n \r\n" : " ").getBytes(ISO_8859_1));
                }
            }
            throw new AssertionError("the gateway still reads");
        } catch (SocketException reset) {
            return "";
        }
    }

    private String statusOf(String length, String authorization, String start) throws IOException {
        URI uri = URI.create(base);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            String head =
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: %s\r\n%s\r\n%s"
                            .formatted(PATH, authorization, length, start);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            var line = new StringBuilder();
            for (int read = socket.getInputStream().read();
                    read > '\r';
                    read = socket.getInputStream().read()) {
                line.append((char) read);
            }
            return line.toString();
        }
    }

    private HttpResponse<String> http2(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", pat(SchedulerStandIn.PRODUCER))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(DRY_RUN))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
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

    @Test
    void certificateThatIsReplacedIsTakenUp() throws Exception {
        TlsConfiguration door = certificates.get("door").orElseThrow();
        byte[] before = serving();
        Certificates.write(Certificates.KEY_STORE);
        assertThat(door.reload()).isTrue();
        updated.fire(new CertificateUpdatedEvent("door", door));
        byte[] after = serving();
        assertThat(after).isNotEqualTo(before).isEqualTo(Certificates.current().getEncoded());
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
                .sslContext(Certificates.trusting(Certificates.current()))
                .sslParameters(parameters)
                .build()) {
            return http2(client, URI.create("https://localhost:" + tls.getPort() + PATH));
        }
    }

    private byte[] serving() throws Exception {
        try (var socket = (javax.net.ssl.SSLSocket)
                Certificates.trustingAll().getSocketFactory().createSocket("localhost", tls.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].getEncoded();
        }
    }
}
