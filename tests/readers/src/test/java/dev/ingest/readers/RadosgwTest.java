package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.Policy;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.destination.TenantDestination.Own;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.AccessRefusedException;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.DestinationCheck;
import dev.ingest.lake.DestinationCheck.Outcome;
import dev.ingest.lake.DestinationCheck.Result;
import dev.ingest.lake.DestinationCheck.Right;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeCredentials.Session;
import dev.ingest.lake.LakeCredentials.SessionKeys;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.TableId;
import dev.ingest.lake.upkeep.UpkeepStep;
import dev.ingest.testkit.LocalStack;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Tenants' roles with the policy that the control plane prints, and sessions in them as the platform asks for, where a store of
 * others decides what they may. It knows no external ids: those are tested against a stand-in of ours.
 */
@Tag("radosgw")
@TestInstance(Lifecycle.PER_CLASS)
class RadosgwTest {
    private static final String BUCKET = "lake";
    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final Radosgw store = Radosgw.start();

    private final dev.ingest.testkit.Lake database = LocalStack.shared().newLake("radosgw");
    private final Login platform = store.user("platform");
    private String roleOfAcme = "";
    private String roleOfGlobex = "";

    @BeforeAll
    void bucketAndRoles() {
        try (S3Client owner = S3Client.builder()
                .endpointOverride(URI.create(store.url()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(keys())
                .build()) {
            var ignored = owner.createBucket(made -> made.bucket(BUCKET));
        }
        roleOfAcme = store.role("acme", "platform", text(rights("acme")));
        roleOfGlobex = store.role("globex", "platform", text(rights("globex")));
    }

    @Test
    void tenantsRoleWritesMergesKeepsUpAndReadsItsTablesAndReachesNobodyElses() {
        try (Lake own = open("acme", session(roleOfAcme, rights("acme")));
                Lake theirs = open("globex", session(roleOfGlobex, rights("globex")))) {
            new ModelTable(theirs, "orders", MergeMode.UPSERT, 3).merge(ids(0, 10), "theirs", List.of());
            var orders = new ModelTable(own, "orders", MergeMode.UPSERT, 3);
            for (long merge = 0; merge < 12; merge++) {
                orders.merge(ids(merge, merge + 20), "merge " + merge, List.of());
            }
            assertThat(orders.upkeepNow()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
            assertThat(rows(own)).isEqualTo(orders.content());
        }
        Session acme = session(roleOfAcme, rights("acme"));
        try (Lake theirs = open("globex", acme)) {
            assertThatThrownBy(() -> theirs.find(new TableId("shop", "orders")))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageContaining("bucket lake refuses GetObject (403 AccessDenied)");
        }
        assertThat(check("globex", acme).stream().filter(result -> result.right() != Right.CATALOG))
                .hasSize(4)
                .noneMatch(result -> result.outcome() == Outcome.GRANTED);
    }

    @Test
    void checkNamesTheRightThatTheSessionLacksAndNoOther() {
        assertThat(missing(rights("acme"))).isEmpty();
        Map.of(
                        Rights.WRITE, Right.WRITE,
                        Rights.READ, Right.READ,
                        Rights.LIST, Right.LIST,
                        Rights.DELETE, Right.DELETE)
                .forEach((statement, right) -> assertThat(missing(new Policy(rights("acme").statements().stream()
                                .filter(given -> !given.sid().equals(statement))
                                .toList())))
                        .as(statement)
                        .containsExactly(right));
    }

    private List<Right> missing(Policy policy) {
        return check("acme", session(roleOfAcme, policy)).stream()
                .filter(result -> result.outcome() == Outcome.MISSING)
                .map(Result::right)
                .toList();
    }

    private List<Result> check(String tenant, Session session) {
        return DestinationCheck.run(destination(tenant), credentials(session), AllowedAddresses.ALL, "small");
    }

    private Lake open(String tenant, Session session) {
        return Lake.open(destination(tenant), credentials(session)).marking();
    }

    private Destination destination(String tenant) {
        return new Destination(
                tenant,
                CatalogKind.JDBC,
                database.jdbcUrl(),
                "s3://" + BUCKET + "/" + tenant,
                Map.of(
                        Destination.S3_ENDPOINT, store.url(),
                        Destination.S3_PATH_STYLE, "true",
                        Destination.REGION, "us-east-1"));
    }

    private LakeCredentials credentials(Session session) {
        return new LakeCredentials(Optional.of(new Login(database.user(), database.password())), Optional.of(session));
    }

    /** As the platform asks for one: limited to the printed policy once more. */
    private Session session(String role, Policy policy) {
        try (StsClient sts = StsClient.builder()
                .endpointOverride(URI.create(store.url()))
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(keys())
                .build()) {
            Credentials given = sts.assumeRole(ask -> ask.roleArn(role)
                            .roleSessionName("ingest")
                            .externalId("x-acme")
                            .policy(text(policy)))
                    .credentials();
            var keys = new SessionKeys(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
            return () -> keys;
        }
    }

    private StaticCredentialsProvider keys() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(platform.id(), platform.secret()));
    }

    private static Policy rights(String tenant) {
        Map<String, String> properties = Map.of(
                "uri",
                "jdbc:postgresql://catalog:5432/catalog",
                "catalog",
                "c",
                "warehouse",
                "s3://" + BUCKET + "/" + tenant,
                "role",
                "arn:aws:iam::123456789012:role/" + tenant);
        return Rights.ofRole((Own) TenantDestination.of(
                new DestinationSpec("own", "jdbc", properties, Optional.of("catalog")).in("x-" + tenant)));
    }

    private static String text(Policy policy) {
        try {
            return JSON.writeValueAsString(policy.json());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<Long, String> rows(Lake lake) {
        var found = new TreeMap<Long, String>();
        try (Rows rows = lake.find(new TableId("shop", "orders"))
                .orElseThrow()
                .rows(RowQuery.all().select("id", "status"))) {
            while (rows.hasNext()) {
                List<?> row = rows.next();
                found.put((Long) row.getFirst(), String.valueOf(row.getLast()));
            }
        }
        return found;
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
