package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.record.Envelope;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
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

    /** RFC 1952, section 2.3: no name, no comment. */
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

    /** RFC 1951, section 3.2.4: a stored block of no bytes. */
    private static final byte[] EMPTY_BLOCK = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    /** RFC 8878, section 3.1.2: of no bytes. */
    private static final byte[] SKIPPABLE_FRAME = {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0};

    private static final String PRODUCER_SLOWLY =
            "Authorization: " + pat(SchedulerStandIn.PRODUCER) + "\r\nContent-Length: 100\r\n";
    private static final String INSIDE_SLOWLY = "Authorization: " + pat(SchedulerStandIn.PRODUCER_INSIDE)
            + "\r\nX-Forwarded-For: 10.1.2.3\r\nTransfer-Encoding: chunked\r\n";

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "ingest.kafka.topic-prefix")
    String prefix;

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

    /** Of every kind, on the event loop and off it, at every door: what a body unpacks to, if to anything, is not looked at before. */
    @Test
    void bodyThatDripsIsCutOffHoweverSteadilyItComes() {
        post(DRY_RUN, headers(pat(SchedulerStandIn.PRODUCER))); // from now on such posts stay on their event loop
        String producer = "Authorization: " + pat(SchedulerStandIn.PRODUCER) + "\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n";
        String gzip = chunked + "Content-Encoding: gzip\r\n";
        String zstd = chunked + "Content-Encoding: zstd\r\n";
        byte[] space = {' '};
        List<Dripping> drips = List.of(
                new Dripping(base, PATH, producer + "Content-Length: 100000\r\n", space, space),
                new Dripping(base, PATH, producer + chunked, new byte[0], Dripping.chunk(space)),
                new Dripping(base, PATH, producer + gzip, Dripping.chunk(GZIP_HEAD), Dripping.chunk(EMPTY_BLOCK)),
                new Dripping(base, "/ingest", producer + zstd, new byte[0], Dripping.chunk(SKIPPABLE_FRAME)),
                new Dripping(
                        base,
                        "/api/v1/query",
                        "Authorization: " + pat(SchedulerStandIn.CONSUMER) + "\r\n" + gzip,
                        Dripping.chunk(GZIP_HEAD),
                        Dripping.chunk(EMPTY_BLOCK)),
                new Dripping(
                        base,
                        "/ingest/push/queries",
                        "X-Ryft-Token: " + SchedulerStandIn.QUERY_LOG_OF_OTHER + "\r\n" + zstd,
                        new byte[0],
                        Dripping.chunk(SKIPPABLE_FRAME)));
        int drops = 0;
        while (!drips.stream().map(Dripping::isOver).reduce(true, Boolean::logicalAnd)) {
            assertThat(drops++).as("the gateway still reads").isLessThan(10_000);
        }
        assertThat(drips).map(Dripping::answer).allMatch(answer -> answer.matches("|HTTP/1.1 400 .*"));
        drips.forEach(Dripping::close);
        assertThat(records.all()).isEmpty();
    }

    /** Bodies that do not come hold their token's share of the room, and then their tenant's; everybody else has theirs. */
    @Test
    void slowBodiesTakeTheRoomOfTheirTokenAndOfTheirTenantOnly() {
        Map<String, String> producer = headers(pat(SchedulerStandIn.PRODUCER));
        Map<String, String> inside = headers(pat(SchedulerStandIn.PRODUCER_INSIDE));
        inside.put("X-Forwarded-For", "10.1.2.3");
        Map<String, String> other = headers(pat(SchedulerStandIn.PRODUCER_OF_OTHER));
        List<Dripping> slow = new ArrayList<>();
        try {
            assertThat(refusalOnceTheRoomIsTaken(producer, PRODUCER_SLOWLY, 4, slow))
                    .isEqualTo(
                            "more than 4 posts of this token are here or on their way (expected: at most that at once)");
            assertThat(post(DRY_RUN, inside).status()).as("another token").isEqualTo(200);
            assertThat(refusalOnceTheRoomIsTaken(inside, INSIDE_SLOWLY, 2, slow))
                    .isEqualTo(
                            "more than 6 posts of this tenant are here or on their way (expected: at most that at once)");
            assertThat(post(DRY_RUN, other).status()).as("another tenant").isEqualTo(207);
        } finally {
            slow.forEach(Dripping::close);
        }
        Door.Answer after = post(DRY_RUN, producer);
        for (int tries = 0; tries < 10_000 && after.status() == 429; tries++) {
            after = post(DRY_RUN, producer);
        }
        assertThat(after.status()).as("when they have gone").isEqualTo(200);
    }

    private String refusalOnceTheRoomIsTaken(
            Map<String, String> headers, String slowly, int posts, List<Dripping> slow) {
        for (int i = 0; i < posts; i++) {
            slow.add(new Dripping(base, PATH, slowly, new byte[0], new byte[0]));
        }
        Door.Answer answer = post(DRY_RUN, headers);
        for (int tries = 0; tries < 10_000 && answer.status() == 200; tries++) {
            answer = post(DRY_RUN, headers); // they are on their way still
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        return answer.json().at("/error/message").asText();
    }

    @Test
    void tokensThatAreNoneAreAskedForOnceOrNotAtAllAndNotWithoutEnd() {
        Map<String, String> guesser = headers(pat("ingest_guess"));
        guesser.put("X-Forwarded-For", "203.0.113.7");
        assertThat(post(DRY_RUN, guesser).status()).isEqualTo(401);
        assertThat(SchedulerStandIn.askedFor("ingest_guess"))
                .as("not of our form")
                .isZero();
        String guess = SchedulerStandIn.tokenOf("guess");
        guesser.put("Authorization", pat(guess));
        assertThat(post(DRY_RUN, guesser).status()).isEqualTo(401);
        assertThat(SchedulerStandIn.askedFor(guess)).isEqualTo(1);
        int status = 401;
        for (int guesses = 0; guesses < 10_000 && status == 401; guesses++) {
            guesser.put("Authorization", pat(SchedulerStandIn.tokenOf("guess " + guesses)));
            status = post(DRY_RUN, guesser).status();
        }
        assertThat(status).isEqualTo(429);
        Map<String, String> neighbour = headers(pat(SchedulerStandIn.tokenOf("another guess")));
        neighbour.put("X-Forwarded-For", "203.0.113.8");
        assertThat(post(DRY_RUN, neighbour).status()).isEqualTo(401);
        assertThat(post(DRY_RUN, headers(pat(SchedulerStandIn.PRODUCER))).status())
                .isEqualTo(200);
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
}
