package dev.ingest.scheduler.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed 000: "Join the waitlist and see how Ingest can streamline your data pipelines". */
@SchedulerTest
class SignUpTest {
    private static final int PER_HOUR = 10;

    /** As the tests configure it. */
    private static final int OPEN_MAX = 60;

    /** As it is where nobody configures it: {@code ingest.sign-ups.per-hour}. */
    private static final int PER_HOUR_OF_EVERYBODY = 500;

    private static final String DECIDED = """
            insert into sign_up (id, company, contact, email, message, status, requested_at, decided_at, decided_by)
            select 'hour-' || n, 'C', 'N', 'hour' || n || '@example.org', '', 'DECLINED', at, at, 'operator'
            from (select ?::timestamptz as at) as now, generate_series(1, ?) as n""";

    private static final String CALL = "/api/v1/signups";

    private final Api operator = Api.as("operator");

    @Inject
    MovableClock clock;

    @Inject
    AppDatabase database;

    /** Every test comes from the same address. */
    @BeforeEach
    void anotherHour() {
        clock.forward(Duration.ofHours(1));
    }

    @Test
    void whoSignsUpWaitsForTheOperatorWhoseApprovalMakesTheTenant() {
        assertThat(ask("Grüße & Söhne <GmbH>", "Ann O'Neil", "ann@Example.org", "CRM → Snowflake")
                        .status())
                .isEqualTo(202);
        JsonNode waiting = waiting("ann@example.org");
        assertThat(waiting.get("company").asText()).isEqualTo("Grüße & Söhne <GmbH>");
        assertThat(waiting.get("name").asText()).isEqualTo("Ann O'Neil");
        assertThat(waiting.get("message").asText()).isEqualTo("CRM → Snowflake");
        assertThat(waiting.get("status").asText()).isEqualTo("PENDING");

        Answer approved = operator.post(decide(waiting, "approve"), "{\"tenant\": \"gruesse\"}");

        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        assertThat(approved.text("status")).isEqualTo("APPROVED");
        assertThat(approved.text("tenant")).isEqualTo("gruesse");
        assertThat(approved.text("decidedBy")).isEqualTo("operator");
        Api admin = Api.as("tenant-admin@gruesse");
        assertThat(admin.get("/api/v1/destinations/managed").text("kind")).isEqualTo("managed");
        assertThat(admin.get("/api/v1/tables").json()).hasSize(1);
        assertThat(admin.get("/api/v1/audit").json().findValuesAsText("actor")).containsOnly("operator");
        assertThat(operator.get(CALL + "?status=APPROVED").json().findValuesAsText("email"))
                .contains("ann@example.org");
        assertThat(emails("PENDING")).doesNotContain("ann@example.org");
    }

    @Test
    void answerDoesNotTellWhetherAnAddressHasAskedBeforeAndTheFirstWordsStay() {
        Answer first = ask("First", "Bob", "bob@example.org", "");
        Answer again = ask("Second", "Mallory", "BOB@example.org", "");

        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(202);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(emails("PENDING").stream().filter("bob@example.org"::equalsIgnoreCase))
                .hasSize(1);
        assertThat(waiting("bob@example.org").get("company").asText()).isEqualTo("First");
    }

    @Test
    void decisionIsMadeOnce() {
        assertThat(ask("Once", "Cleo", "cleo@example.org", "").status()).isEqualTo(202);
        JsonNode waiting = waiting("cleo@example.org");

        Answer declined = operator.post(decide(waiting, "decline"), "{\"reason\": \"not now\"}");
        Answer late = operator.post(decide(waiting, "approve"), "{\"tenant\": \"cleo\"}");

        assertThat(declined.text("status")).isEqualTo("DECLINED");
        assertThat(declined.text("reason")).isEqualTo("not now");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.detail()).endsWith("is DECLINED by operator");
        assertThat(operator.get("/api/v1/tenants").text()).doesNotContain("\"cleo\"");
        assertThat(decisionOn(waiting))
                .isEqualTo(
                        "operator CHANGED {\"reason\":{\"to\":\"not now\"},"
                                + "\"status\":{\"from\":\"PENDING\",\"to\":\"DECLINED\"},\"decided_by\":{\"to\":\"operator\"}}");
        // and may ask again
        assertThat(ask("Once", "Cleo", "cleo@example.org", "").status()).isEqualTo(202);
        assertThat(emails("PENDING")).contains("cleo@example.org");
    }

    @Test
    void approvalUnderATakenNameChangesNothing() {
        Api.tenant("signup-taken");
        assertThat(ask("Taken", "Dan", "dan@example.org", "").status()).isEqualTo(202);
        JsonNode waiting = waiting("dan@example.org");

        Answer conflict = operator.post(decide(waiting, "approve"), "{\"tenant\": \"signup-taken\"}");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.detail()).isEqualTo("tenant 'signup-taken' exists");
        assertThat(waiting("dan@example.org").get("status").asText()).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"company": "C", "name": "N"}                                           | email: missing
            {"company": "C", "name": "N", "email": "no address"}                    | email: not an address
            {"company": "C", "name": "N", "email": "a@b.org\\nBcc: c@d.org"}          | email: not an address
            {"company": "C", "name": "N", "email": "a@b.org,c@d.org"}               | email: not an address
            {"company": " ", "name": "N", "email": "a@b.org"}                       | company: 1 characters
            {"company": "C", "name": "N\\u0000", "email": "a@b.org"}                  | name: has control characters
            {"company": "C", "name": "N", "email": "a@b.org", "message": "\\u0007"}   | message: has control characters
            {"company": ["C"], "name": "N", "email": "a@b.org"}                     | company:
            """)
    void errorNamesItsField(String body, String problem) {
        Answer answer = Api.anonymous().post(CALL, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.detail()).startsWith(problem);
    }

    @Test
    void namesOfTenThousandCharactersAreRefused() {
        Answer answer = ask("x".repeat(10_000), "N", "a@b.org", "");

        assertThat(answer.detail()).isEqualTo("company: 10000 characters (expected: 1 to 200, not all blank)");
    }

    @Test
    void addressThatSignsUpTooOftenWaitsForTheNextHour() {
        for (int i = 0; i < PER_HOUR; i++) {
            assertThat(ask("Often", "E", "often%d@example.org".formatted(i), "").status())
                    .isEqualTo(202);
        }

        assertThat(ask("Often", "E", "often@example.org", "").status()).isEqualTo(429);

        clock.forward(Duration.ofHours(1));
        assertThat(ask("Often", "E", "often@example.org", "").status()).isEqualTo(202);
    }

    @Test
    void thereAreOnlySoManySignUpsThatNobodyHasDecided() {
        Answer last = ask("Many", "M", "many@example.org", "");
        for (int i = 0; i < OPEN_MAX && last.status() == 202; i++) {
            if (i % PER_HOUR == 0) {
                anotherHour();
            }
            last = ask("Many", "M", "many%d@example.org".formatted(i), "");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.detail()).isEqualTo("more sign-ups than can be looked at (expected: try again later)");

        operator.get(CALL)
                .json()
                .forEach(waiting -> assertThat(
                                operator.post(decide(waiting, "decline"), "{}").status())
                        .isEqualTo(200));
        anotherHour();
        assertThat(ask("Many", "M", "late@example.org", "").status()).isEqualTo(202);
    }

    @Test
    void thereAreOnlySoManySignUpsOfEverybodyInAnHour() throws SQLException {
        try (Connection app = database.connect();
                var decided = app.prepareStatement(DECIDED)) {
            decided.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            decided.setInt(2, PER_HOUR_OF_EVERYBODY);
            decided.executeUpdate();
        }
        Answer refused = ask("Busy", "B", "busy@example.org", "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).isEqualTo("more sign-ups than can be looked at (expected: try again later)");

        anotherHour();
        assertThat(ask("Busy", "B", "busy@example.org", "").status()).isEqualTo(202);
    }

    @Test
    void operatorsMistakesAreNamed() {
        assertThat(operator.get(CALL + "?status=LATER").detail())
                .isEqualTo("status: 'LATER' (expected: PENDING, APPROVED or DECLINED)");
        assertThat(operator.post(CALL + "/nobody/approve", "{\"tenant\": \"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(operator.post(CALL + "/nobody/approve", "{\"tenant\": \"../x\"}")
                        .detail())
                .startsWith("tenant: '../x'");
        assertThat(Api.as("tenant-admin@demo").get(CALL).status()).isEqualTo(403);
    }

    @Test
    void transactionThatWorksAsATenantSeesNoSignUp() throws SQLException {
        assertThat(ask("Hidden", "F", "hidden@example.org", "").status()).isEqualTo(202);
        try (Connection app = database.connect()) {
            app.setAutoCommit(false);
            assertThat(signUps(app)).isPositive();
            AppDatabase.actAs(app, "demo");
            assertThat(signUps(app)).isZero();
            app.rollback();
        }
    }

    private static long signUps(Connection app) throws SQLException {
        try (var statement = app.createStatement();
                var rows = statement.executeQuery("select count(*) from sign_up")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static Answer ask(String company, String name, String email, String message) {
        return Api.anonymous()
                .post(
                        CALL,
                        "{\"company\": \"%s\", \"name\": \"%s\", \"email\": \"%s\", \"message\": \"%s\"}"
                                .formatted(company, name, email, message));
    }

    private JsonNode waiting(String email) {
        return StreamSupport.stream(operator.get(CALL).json().spliterator(), false)
                .filter(found -> found.get("email").asText().equalsIgnoreCase(email))
                .findFirst()
                .orElseThrow();
    }

    /** As the operator's audit log tells it: who asked and what they wrote is not in it. */
    private String decisionOn(JsonNode waiting) {
        Answer log = operator.get("/api/v1/operator/audit?limit=500");
        assertThat(log.text()).doesNotContain(waiting.get("email").asText());
        return log.json()
                .valueStream()
                .filter(change -> change.get("subject").equals(waiting.get("id")))
                .findFirst()
                .map(change -> "%s %s %s"
                        .formatted(
                                change.get("actor").asText(),
                                change.get("action").asText(),
                                change.get("fields")))
                .orElseThrow();
    }

    private List<String> emails(String status) {
        return operator.get(CALL + "?status=" + status).json().findValuesAsText("email");
    }

    private static String decide(JsonNode waiting, String decision) {
        return CALL + "/" + waiting.get("id").asText() + "/" + decision;
    }
}
