package dev.ingest.scheduler.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MailBox;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SchedulerTest
class NotificationTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String HOOK = "/api/v1/notifications/hook";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Inject
    AppDatabase database;

    /** A tenant with a pipeline and a webhook of all events of runs, pauses and schemas. */
    private static Shop shop(String tenant, Receiver receiver) {
        Shop shop = Shop.open(tenant, Shop.ITEMS);
        expect(
                200,
                Api.as("operator")
                        .put(
                                "/api/v1/tenants/" + tenant + "/egress",
                                "{\"allowed\": [\"%s\"]}".formatted(receiver.host())));
        expect(
                200,
                shop.admin().put("/api/v1/credentials/hook", "{\"values\": {\"secret\": \"%s\"}}".formatted(SECRET)));
        expect(200, shop.admin().put(HOOK, hook(receiver.url())));
        return shop;
    }

    private static String hook(String url) {
        return """
                {"kind": "WEBHOOK", "url": "%s", "credential": "hook", "events": ["run.succeeded", "run.failed",
                 "pipeline.paused", "schema.changed", "notification.disabled"]}""".formatted(url);
    }

    private static Answer expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    private static void tick() {
        expect(200, Api.as("service-cron").post("/internal/v1/tick", ""));
    }

    private static JsonNode parsed(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private SliceRequested request(Shop shop, String run) {
        return log.requestsOf(shop.tenant(), run).getFirst();
    }

    private static List<String> statuses(Shop shop) {
        return shop.admin().get(HOOK + "/deliveries").json().findValuesAsText("status");
    }

    @Test
    void successOfARunIsToldWithTablesSnapshotsRowsAndTheSqlThatRefreshesThem() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Shop shop = shop("n-success", receiver);
            String run = shop.run();
            var committed = Attempts.committed(request(shop, run), "{}");
            log.tell(committed);
            shop.run(run, "succeeded");

            tick();
            tick();

            assertThat(receiver.posts()).hasSize(1);
            Receiver.Post post = receiver.posts().getFirst();
            JsonNode told = parsed(post.body());
            assertThat(told.get("type").asText()).isEqualTo("run.succeeded");
            assertThat(told.get("timestamp").asText()).endsWith("Z");
            assertThat(told.at("/data/run").asText()).isEqualTo(run);
            assertThat(told.at("/data/tables/0").toString())
                    .isEqualTo(
                            ("{\"stream\":\"items\",\"namespace\":\"shop\",\"table\":\"items\",\"rows\":10,\"bytes\":100,"
                                            + "\"snapshotId\":\"%d\",\"refresh\":\"ALTER ICEBERG TABLE \\\"SHOP\\\".\\\"ITEMS\\\""
                                            + " REFRESH 'shop/items/metadata/00007-a.metadata.json';\"}")
                                    .formatted(committed.snapshotId()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            String signed =
                    "%s.%s.%s".formatted(post.header("webhook-id"), post.header("webhook-timestamp"), post.body());
            assertThat(post.header("webhook-signature"))
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
            assertThat(statuses(shop)).containsExactly("DELIVERED");
            assertThat(shop.admin().get(HOOK + "/deliveries").text()).doesNotContain(SECRET);
        }
    }

    @Test
    void failureOfARunAndThePauseThatFollowsAreToldInTheirOrder() throws Exception {
        try (Receiver receiver = Receiver.answering(204)) {
            Shop shop = shop("n-failure", receiver);
            String run = shop.run();
            log.tell(Attempts.failed(request(shop, run), SliceFailed.Kind.AUTH, "401 from the API"));
            shop.run(run, "failed");

            tick();

            assertThat(receiver.posts().stream()
                            .map(post -> parsed(post.body()).get("type").asText()))
                    .containsExactly("pipeline.paused", "run.failed");
            assertThat(parsed(receiver.posts().getFirst().body())
                            .at("/data/page")
                            .asText())
                    .as("the form of the credential")
                    .isEqualTo("https://ingest.example.org/#/pipelines/shop/credential");
            assertThat(parsed(receiver.posts().get(1).body()).at("/data/errors").toString())
                    .contains("401 from the API", "AUTH", "items");
        }
    }

    @Test
    void pauseByHandAndColumnsThatWereDeclaredAreTold() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Shop shop = shop("n-others", receiver);
            expect(200, shop.admin().post("/api/v1/pipelines/shop/pause", "{\"reason\": \"holidays\"}"));
            expect(200, shop.admin().post("/api/v1/pipelines/shop/pause", "{\"reason\": \"again\"}"));
            expect(201, shop.admin().putYaml("/api/v1/connectors/shop", Shop.MANIFEST.replace("price: {", "cost: {")));
            expect(200, shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS));

            tick();

            assertThat(receiver.posts()).hasSize(2);
            assertThat(receiver.posts().getFirst().body()).contains("pipeline.paused", "holidays");
            assertThat(parsed(receiver.posts().get(1).body()).get("data").toString())
                    .contains("\"added\":[\"cost double\"]", "\"dropped\":[\"price double\"]", "pipeline 'shop'");
        }
    }

    /** Each event once, however many schedulers send at the same time. */
    @Test
    void schedulersThatSendAtTheSameTimeTellNothingTwice() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Shop shop = shop("n-many", receiver);
            for (int i = 0; i < 12; i++) {
                expect(202, shop.admin().post(HOOK + "/test", ""));
            }

            List<CompletableFuture<Void>> ticks = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(NotificationTest::tick))
                    .toList();
            ticks.forEach(CompletableFuture::join);
            tick();

            assertThat(receiver.posts().stream().map(post -> post.header("webhook-id")))
                    .hasSize(12)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(receiver.mostAtOnce()).isEqualTo(1);
        }
    }

    @Test
    void failureIsTriedAgainLaterUnderTheSameId() throws Exception {
        try (Receiver receiver = Receiver.answering(500, 302, 200)) {
            Shop shop = shop("n-again", receiver);
            expect(202, shop.admin().post(HOOK + "/test", ""));

            tick();
            tick();
            assertThat(receiver.posts()).hasSize(1);
            assertThat(shop.admin()
                            .get(HOOK + "/deliveries")
                            .json()
                            .get(0)
                            .get("lastProblem")
                            .asText())
                    .isEqualTo("http://%s answered 500 (expected: 2xx)".formatted(receiver.host()));
            clock.forward(Duration.ofSeconds(6));
            tick();
            clock.forward(Duration.ofSeconds(11));
            tick();

            assertThat(receiver.posts()).hasSize(3);
            assertThat(receiver.posts().stream()
                            .map(post -> post.header("webhook-id"))
                            .distinct())
                    .hasSize(1);
            assertThat(statuses(shop)).containsExactly("DELIVERED");
        }
    }

    @Test
    void webhookThatHangsIsGivenUpAfterItsTimeAndKeepsNoOtherWaiting() throws Exception {
        try (Receiver hanging = Receiver.hanging();
                Receiver receiver = Receiver.answering(200)) {
            Shop stuck = shop("n-hangs", hanging);
            Shop shop = shop("n-other", receiver);
            expect(202, stuck.admin().post(HOOK + "/test", ""));
            expect(202, shop.admin().post(HOOK + "/test", ""));

            tick();

            assertThat(receiver.posts()).hasSize(1);
            assertThat(stuck.admin()
                            .get(HOOK + "/deliveries")
                            .json()
                            .get(0)
                            .get("lastProblem")
                            .asText())
                    .matches(
                            "http://127\\.0\\.0\\.1:\\d+ did not answer within \\d+ ms \\(ingest\\.notification\\.attempt-max\\)");
        }
    }

    @Test
    void webhookThatFailsForLongIsDisabledWithAnAlertAndWhatItMissedCanBeSentAgain() throws Exception {
        try (Receiver receiver = Receiver.answering(500)) {
            Shop shop = shop("n-disabled", receiver);
            for (int i = 0; i < 3; i++) {
                expect(202, shop.admin().post(HOOK + "/test", ""));
            }
            for (int i = 0; i < 12; i++) {
                tick();
                clock.forward(Duration.ofHours(2));
            }

            assertThat(receiver.posts()).hasSize(12);
            assertThat(statuses(shop)).containsExactlyInAnyOrder("FAILED", "FAILED", "PENDING");
            assertThat(shop.admin()
                            .get("/api/v1/alerts")
                            .json()
                            .get(0)
                            .get("message")
                            .asText())
                    .isEqualTo(("notification 'hook' is disabled: 12 attempts failed in turn, the last one so:"
                                    + " http://%s answered 500 (expected: 2xx)")
                            .formatted(receiver.host()));
            tick();
            assertThat(receiver.posts()).hasSize(12);

            receiver.answer(200);
            expect(200, shop.admin().post(HOOK + "/enable", ""));
            String failed = shop.admin()
                    .get(HOOK + "/deliveries")
                    .json()
                    .get(2)
                    .get("id")
                    .asText();
            expect(202, shop.admin().post(HOOK + "/deliveries/" + failed + "/resend", ""));
            tick();

            assertThat(statuses(shop)).containsExactlyInAnyOrder("DELIVERED", "FAILED", "DELIVERED");
            assertThat(shop.admin().get("/api/v1/alerts").text()).isEqualTo("[]");
        }
    }

    @Test
    void targetForWhichTooMuchWaitsIsDisabledWithAnAlert() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Shop shop = shop("n-waits", receiver);
            try (Connection app = database.connect("n-waits");
                    Statement statement = app.createStatement()) {
                int waiting = statement.executeUpdate("""
                        insert into notification_delivery (id, tenant, target, event, event_key, payload, at, status, attempts)
                        select 'n-waits-' || i, 'n-waits', 'hook', 'test', 'test/' || i, '{}', now(), 'PENDING', 0
                        from generate_series(1, 1000) i""");
                assertThat(waiting).isEqualTo(1000);
                app.commit();
            }

            expect(202, shop.admin().post(HOOK + "/test", ""));

            JsonNode alerts = shop.admin().get("/api/v1/alerts").json();
            assertThat(alerts.findValuesAsText("kind")).containsExactly("NOTIFICATION_DISABLED");
            assertThat(alerts.get(0).get("message").asText())
                    .isEqualTo("notification 'hook' is disabled: 1000 notifications wait (expected: at most 1000)");
            expect(204, shop.admin().delete(HOOK));
        }
    }

    @Test
    void receiverThatIsGoneIsDisabledAtOnce() throws Exception {
        try (Receiver receiver = Receiver.answering(410)) {
            Shop shop = shop("n-gone", receiver);
            expect(202, shop.admin().post(HOOK + "/test", ""));

            tick();

            assertThat(shop.admin()
                            .get("/api/v1/notifications")
                            .json()
                            .get(0)
                            .get("disabledReason")
                            .asText())
                    .endsWith("answered 410: it wants nothing any more");
            assertThat(statuses(shop)).containsExactly("FAILED");
        }
    }

    /** What the operator does not allow is not reached, whatever it is called; nothing is sent there. */
    @Test
    void addressThatIsNotPublicIsNotCalledUnlessTheOperatorAllowsIt() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Shop shop = shop("n-egress", receiver);
            expect(200, Api.as("operator").put("/api/v1/tenants/n-egress/egress", "{\"allowed\": []}"));
            expect(202, shop.admin().post(HOOK + "/test", ""));

            tick();

            assertThat(receiver.posts()).isEmpty();
            assertThat(shop.admin().get(HOOK + "/deliveries").text())
                    .contains(
                            "127.0.0.1 is a loopback address (expected: a public one, or one that the operator allows)");
            assertThat(shop.admin().put(HOOK, hook(receiver.url())).detail())
                    .startsWith("url: 'http://127.0.0.1:")
                    .contains("expected: https://host/path");
        }
    }

    @Test
    void mailIsSentWithTheSameIdInEachAttempt() throws MessagingException, IOException {
        Shop shop = Shop.open("n-mail", Shop.ITEMS);
        expect(
                200,
                shop.admin()
                        .put(
                                HOOK,
                                "{\"kind\": \"EMAIL\", \"recipients\": [\"data@n-mail.example\"], \"events\": [\"run.succeeded\"]}"));
        String run = shop.run();
        log.tell(Attempts.committed(request(shop, run), "{}"));
        shop.run(run, "succeeded");

        tick();
        tick();

        List<MimeMessage> mails = MailBox.to("data@n-mail.example");
        assertThat(mails).hasSize(1);
        String id =
                shop.admin().get(HOOK + "/deliveries").json().get(0).get("id").asText();
        assertThat(mails.getFirst().getMessageID()).startsWith("<" + id + "@");
        assertThat(mails.getFirst().getSubject()).isEqualTo("[ingest] n-mail: run.succeeded");
        assertThat(mails.getFirst().getContent().toString())
                .contains(
                        "run: " + run,
                        "rows: 10",
                        "ALTER ICEBERG TABLE \"SHOP\".\"ITEMS\" REFRESH 'shop/items/metadata/00007-a.metadata.json';");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                                  | kind: missing (expected: a value)
            {"kind": "WEBHOOK"}                                                                 | events: none (expected: at least one)
            {"kind": "WEBHOOK", "events": ["run.finished"]}                                     | events[0]: 'run.finished' (expected: one of run.succeeded,
            {"kind": "WEBHOOK", "events": ["run.failed"]}                                       | url: missing
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "ftp://h/"}                    | url: 'ftp://h/' (expected: https://host/path
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "http://hooks.example/"}       | url: 'http://hooks.example/' (expected
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "https://u:t0ps3cret@h/"}      | url: 'https://…@h/' (expected
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "https://h/"}                  | credential: missing
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "https://h/", "credential": "x"}    | credential 'x' does not exist
            {"kind": "WEBHOOK", "events": ["run.failed"], "url": "https://h/", "credential": "shop"} | credential: 'shop' has no 'secret'
            {"kind": "EMAIL", "events": ["run.failed"]}                                         | recipients: none
            {"kind": "EMAIL", "events": ["run.failed"], "recipients": ["a@b, c@d"]}             | recipients[0]: 'a@b, c@d' (expected: an address
            {"kind": "EMAIL", "events": ["run.failed"], "recipients": ["a@b\\r\\nBcc: c@d"]}    | recipients[0]:
            """)
    void whatCannotBeToldIsRefusedWithTheField(String body, String says) {
        Api admin = Api.as("tenant-admin@n-refused");
        if (admin.get("/api/v1/notifications").status() == 404) {
            var _ = Shop.bare("n-refused");
        }

        Answer refused = admin.put(HOOK, body);

        assertThat(refused.status()).as(refused.text()).isIn(400, 404);
        assertThat(refused.detail()).startsWith(says).doesNotContain("t0ps3cret");
    }
}
