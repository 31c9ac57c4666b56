package dev.ingest.scheduler.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.StackResource;
import dev.ingest.testkit.LocalhostKey;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Webhooks go to who shows a certificate for the name that the tenant gave, of an authority that the platform trusts. */
@SchedulerTest
class WebhookTlsTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String HOOK = "/api/v1/notifications/hook";

    @Test
    void signedWebhookReachesAReceiverWhoseCertificateIsTrusted() throws IOException {
        try (Receiver receiver = Receiver.encrypted(StackResource.TRUSTED)) {
            String told = tried("n-tls", "localhost", receiver);

            assertThat(told).contains("DELIVERED");
            assertThat(receiver.posts()).hasSize(1);
            Receiver.Post post = receiver.posts().getFirst();
            assertThat(post.header("webhook-signature"))
                    .isEqualTo(Signature.of(
                            SECRET,
                            post.header("webhook-id"),
                            Long.parseLong(post.header("webhook-timestamp")),
                            post.body()));
        }
    }

    @Test
    void receiverOfAnUnknownCertificateIsToldNothingAndTheReasonSaysWhy() throws IOException {
        LocalhostKey unknown = LocalhostKey.write(StackResource.TRUSTED.file().resolveSibling("unknown.p12"));
        try (Receiver receiver = Receiver.encrypted(unknown)) {
            String told = tried("n-tls-unknown", "localhost", receiver);

            assertThat(told)
                    .contains("https://localhost:%d is not trusted: ".formatted(receiver.port()))
                    .contains("unable to find valid certification path")
                    .contains("(expected: a certificate for that name, of an authority that is trusted)");
            assertThat(receiver.posts()).isEmpty();
        }
    }

    @Test
    void receiverWhoseCertificateIsForAnotherNameIsToldNothing() throws IOException {
        try (Receiver receiver = Receiver.encrypted(StackResource.TRUSTED)) {
            String told = tried("n-tls-name", "127.0.0.1", receiver);

            assertThat(told)
                    .contains("https://127.0.0.1:%d is not trusted: No subject alternative names matching IP address"
                            .formatted(receiver.port()));
            assertThat(receiver.posts()).isEmpty();
        }
    }

    /** What the tenant is told of one attempt. */
    private static String tried(String tenant, String host, Receiver receiver) {
        Api.tenant(tenant);
        Api admin = Api.as("tenant-admin@" + tenant);
        String authority = host + ":" + receiver.port();
        done(Api.as("operator")
                .put("/api/v1/tenants/" + tenant + "/egress", "{\"allowed\": [\"%s\"]}".formatted(authority)));
        done(admin.put("/api/v1/credentials/hook", "{\"values\": {\"secret\": \"%s\"}}".formatted(SECRET)));
        done(admin.put(
                HOOK,
                "{\"kind\": \"WEBHOOK\", \"url\": \"https://%s/hook\", \"credential\": \"hook\", \"events\": [\"run.failed\"]}"
                        .formatted(authority)));
        done(admin.post(HOOK + "/test", ""));
        done(Api.as("service-cron").post("/internal/v1/tick", ""));
        return admin.get(HOOK + "/deliveries").text();
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }
}
