package dev.ingest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalStackTest {
    private final LocalStack stack = LocalStack.shared();

    @Test
    void clientIdDecidesTenantAndRoles() {
        assertThat(claims(stack.token("tenant-admin@demo")))
                .contains("\"tenant\":\"demo\"", "\"roles\":[\"tenant-admin\"]", "\"aud\":\"ingest\"")
                .contains("\"iss\":\"" + stack.oidcIssuer() + "\"");
        assertThat(claims(stack.token("analyst,producer@t1"))).contains("\"roles\":[\"analyst\",\"producer\"]");
        assertThat(claims(stack.token("operator")))
                .contains("\"roles\":[\"operator\"]")
                .doesNotContain("tenant");
        assertThat(claims(stack.token("service-writer"))).contains("\"roles\":[\"service\"]");
        assertThat(claims(stack.token("anybody"))).contains("\"roles\":[]");
    }

    @Test
    void tokensToRefuseAreWrongInOneWayEach() {
        assertThat(expiry(stack.expiredToken("operator"))).isBefore(Instant.now());
        assertThat(claims(stack.tokenWithAudience("operator", "other"))).contains("\"aud\":\"other\"");
        assertThat(claims(stack.foreignToken("operator"))).contains("\"roles\":[\"operator\"]");
    }

    @Test
    void applicationRoleUsesTablesItDoesNotOwn() throws Exception {
        Database database = stack.newDatabase("rights");
        try (Connection owner = DriverManager.getConnection(
                        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
                Connection app =
                        DriverManager.getConnection(database.jdbcUrl(), database.appUser(), database.appPassword())) {
            owner.createStatement().execute("create table things (name text)");
            assertThat(app.createStatement().executeUpdate("insert into things values ('a')"))
                    .isEqualTo(1);
            assertThatThrownBy(() -> app.createStatement().execute("create table mine (name text)"))
                    .hasMessageContaining("permission denied for schema public");
            assertThatThrownBy(() -> app.createStatement().execute("drop table things"))
                    .hasMessageContaining("must be owner of table things");
        }
    }

    @Test
    void postgresIsDurableAndAsksForAPassword() throws Exception {
        Lake lake = stack.newLake("durable");
        try (Connection connection = DriverManager.getConnection(lake.jdbcUrl(), lake.user(), lake.password());
                var rows = connection
                        .createStatement()
                        .executeQuery("select current_setting('fsync'), current_setting('synchronous_commit'),"
                                + " current_setting('server_version_num')::int / 10000")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("on");
            assertThat(rows.getString(2)).isEqualTo("on");
            assertThat(rows.getInt(3)).isEqualTo(18);
        }
        assertThatThrownBy(() -> DriverManager.getConnection(lake.jdbcUrl(), lake.user(), "wrong"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void topicsOfTwoTestsNeverMeet() throws Exception {
        String one = stack.topics("one");
        String two = stack.topics("one");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
            assertThat(admin.listTopics().names().get())
                    .contains("ingest.records", one + "ingest.records", two + "ingest.records");
        }
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void objectStoreRefusesAWrongSignature() {
        ObjectStore right = stack.s3();
        var wrong = new ObjectStore(right.endpoint(), right.region(), right.accessKey(), "wrong");
        try (S3Client s3 = Traces.s3(wrong)) {
            assertThatThrownBy(() -> s3.headBucket(head -> head.bucket("warehouse")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void onlyOneOfManyConditionalWritesWins() throws Exception {
        try (S3Client s3 = Traces.s3(stack.s3());
                var writers = Executors.newFixedThreadPool(8)) {
            var writes = IntStream.range(0, 8)
                    .mapToObj(writer -> (Callable<Integer>) () -> createOnce(s3, "race/one", writer))
                    .toList();
            int winners = 0;
            for (var write : writers.invokeAll(writes)) {
                winners += write.get();
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    private static int createOnce(S3Client s3, String key, int writer) {
        try {
            var _ = s3.putObject(
                    put -> put.bucket("warehouse").key(key).ifNoneMatch("*"),
                    RequestBody.fromString("writer " + writer));
            return 1;
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isEqualTo(412);
            return 0;
        }
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static Instant expiry(String token) {
        var exp = Pattern.compile("\"exp\":(\\d+)").matcher(claims(token));
        assertThat(exp.find()).isTrue();
        return Instant.ofEpochSecond(Long.parseLong(exp.group(1)));
    }
}
