package dev.ingest.masking.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.record.Claim;
import dev.ingest.lake.Batch;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.Column;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.Rejection;
import dev.ingest.lake.TableId;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.ObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real Postgres, S3 and OIDC, a table written through the lake, and the scheduler's contract. */
public final class MaskingStack implements QuarkusTestResourceLifecycleManager {
    /** The configuration key that tells a test which snapshot the first batch made. */
    static final String FIRST_SNAPSHOT = "test.first-snapshot";

    static final TableRef CUSTOMERS = new TableRef("sales", "customers");
    /** Declares a personal column, and has no policy. */
    private static final TableRef PEOPLE = new TableRef("sales", "people");

    static final TableRef UNWRITTEN = new TableRef("sales", "unwritten");
    private static final TableRef ORDERS = new TableRef("sales", "orders");

    static final DestinationSpec MANAGED =
            new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());

    private static final String FIRST = """
            {"id":1,"email":"ann@example.org","ip":"10.1.2.3","ssn":"123","amount":12.50,"at":"2024-01-15T10:30:00Z","profile":{"a":1}}
            {"id":2,"email":"bob@example.org","ip":"2001:db8:85a3::7348","ssn":"456","amount":7,"at":"2024-01-16T10:30:00Z"}
            """;
    private static final String SECOND = """
            {"id":2,"email":"bob@example.com","ip":"not an address","ssn":"456","amount":8,"at":"2024-01-17T10:30:00Z"}
            {"id":3}
            """;

    static final String LARGE = "{\"id\":10,\"email\":\"large@example.org\"}";

    private @Nullable SchedulerStandIn scheduler;

    /** A record of {@link #PEOPLE} whose id fits its column not: a dead letter. */
    private static final String MISFIT = "{\"id\":\"nine\",\"email\":\"raw@example.org\"}\n";

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        Lake catalog = stack.newLake("masking");
        ObjectStore s3 = stack.s3();
        String warehouse = stack.newWarehouse();
        long first = write(catalog, s3, warehouse);
        QueryLogFixture.write(catalog, s3, warehouse);
        try {
            scheduler = new SchedulerStandIn(configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.ofEntries(
                Map.entry("quarkus.oidc.auth-server-url", stack.oidcIssuer()),
                Map.entry("quarkus.oidc-client.auth-server-url", stack.oidcIssuer()),
                Map.entry("quarkus.rest-client.scheduler.url", scheduler.url()),
                Map.entry("ingest.lake.jdbc-url", catalog.jdbcUrl()),
                Map.entry("ingest.lake.user", catalog.user()),
                Map.entry("ingest.lake.password", catalog.password()),
                Map.entry("ingest.lake.warehouse", warehouse),
                Map.entry("ingest.lake.s3-endpoint", s3.endpoint()),
                Map.entry("ingest.lake.s3-region", s3.region()),
                Map.entry("ingest.lake.s3-access-key", s3.accessKey()),
                Map.entry("ingest.lake.s3-secret-key", s3.secretKey()),
                Map.entry("ingest.queries.max-records", Long.toString(QueryLogFixture.RECORDS_MAX)),
                Map.entry(FIRST_SNAPSHOT, Long.toString(first)));
    }

    private static Map<String, Object> configuration() {
        var policy = new MaskingPolicySpec(
                "demo",
                CUSTOMERS,
                Map.of(
                        "email", Map.of("analyst", Mask.SHA256, "tenant-admin", Mask.CLEAR),
                        "ip", Map.of("analyst", Mask.IP, "tenant-viewer", Mask.REDACT, "tenant-admin", Mask.CLEAR),
                        "ssn", Map.of("tenant-admin", Mask.REDACT)));
        String demo = "/internal/v1/tenants/demo";
        String other = "/internal/v1/tenants/other";
        String third = "/internal/v1/tenants/third";
        TableSpec people = spec("third", PEOPLE, List.of(new ColumnSpec("email", "string", false, true)));
        Map<String, Object> answers = new HashMap<>(QueryLogFixture.configuration());
        answers.putAll(Map.of(
                demo + "/tables", List.of(spec("demo", CUSTOMERS), spec("demo", UNWRITTEN)),
                demo + "/tables/sales/customers", spec("demo", CUSTOMERS),
                demo + "/tables/sales/unwritten", spec("demo", UNWRITTEN),
                demo + "/policies/sales/customers", policy,
                other + "/tables", List.of(spec("other", ORDERS)),
                other + "/tables/sales/orders", spec("other", ORDERS),
                third + "/tables", List.of(people),
                third + "/tables/sales/people", people));
        return answers;
    }

    private static TableSpec spec(String tenant, TableRef table) {
        return spec(tenant, table, List.of());
    }

    private static TableSpec spec(String tenant, TableRef table, List<ColumnSpec> columns) {
        return new TableSpec(
                tenant, table, MANAGED, columns, List.of("id"), Optional.empty(), MergeMode.UPSERT, 3, 1000);
    }

    /** Returns the snapshot of the customers as the first batch left them. */
    private static long write(Lake catalog, ObjectStore s3, String warehouse) {
        List<Long> customers = write(catalog, s3, warehouse, "demo", CUSTOMERS, List.of(FIRST, SECOND));
        var orders = List.of("{\"id\":7,\"email\":\"eve@example.org\"}\n");
        if (write(catalog, s3, warehouse, "other", ORDERS, orders).size() != 1
                || write(catalog, s3, warehouse, "third", PEOPLE, List.of(MISFIT + orders.getFirst()))
                                .size()
                        != 1) {
            throw new IllegalStateException("one batch makes one snapshot");
        }
        return customers.getFirst();
    }

    private static List<Long> write(
            Lake catalog, ObjectStore s3, String warehouse, String tenant, TableRef table, List<String> batches) {
        Destination destination = destination(catalog, s3, warehouse, tenant);
        LakeCredentials credentials = credentials(catalog, s3);
        try (var lake = dev.ingest.lake.Lake.open(destination, credentials)) {
            LakeTable made = lake.table(dev.ingest.lake.TableSpec.upsert(
                    new TableId(table.namespace(), table.name()),
                    List.of(
                            Column.required("id", ColumnType.parse("long")),
                            Column.optional("email", ColumnType.parse("string")),
                            Column.optional("ip", ColumnType.parse("string")),
                            Column.optional("ssn", ColumnType.parse("string")),
                            Column.optional("amount", ColumnType.parse("decimal(10,2)")),
                            Column.optional("at", ColumnType.parse("timestamptz")),
                            Column.optional("profile", ColumnType.parse("json"))),
                    List.of("id"),
                    Optional.empty()));
            if (table.equals(PEOPLE)) {
                keepLarge(lake, destination, credentials, made.id());
            }
            var snapshots = new ArrayList<Long>();
            for (int i = 0; i < batches.size(); i++) {
                var position = new Position("topic", 0, i);
                var message = new Message(position, Op.UPSERT, batches.get(i).getBytes(UTF_8));
                var ignored = made.push(
                        new Batch(List.of(message)),
                        Offsets.of(position),
                        rejections -> lake.deadLetters(made.id())
                                .add(rejections, table.name(), Optional.empty(), Instant.EPOCH));
                snapshots.add(made.snapshots().getLast().id());
            }
            return snapshots;
        }
    }

    static Destination destination(Lake catalog, ObjectStore s3, String warehouse, String tenant) {
        return new Destination(
                tenant,
                CatalogKind.JDBC,
                catalog.jdbcUrl(),
                warehouse + "/" + tenant,
                Map.of(
                        Destination.S3_ENDPOINT, s3.endpoint(),
                        Destination.S3_PATH_STYLE, "true",
                        Destination.REGION, s3.region()));
    }

    static LakeCredentials credentials(Lake catalog, ObjectStore s3) {
        return new LakeCredentials(
                Optional.of(new Login(catalog.user(), catalog.password())),
                Optional.of(new Login(s3.accessKey(), s3.secretKey())));
    }

    /** A dead letter whose record is kept outside its table. */
    private static void keepLarge(
            dev.ingest.lake.Lake lake, Destination destination, LakeCredentials credentials, TableId table) {
        try (ClaimStore claims = ClaimStore.open(destination, credentials)) {
            Claim claim = claims.keep(claims.put(LARGE.getBytes(UTF_8)));
            var rejection = new Rejection(
                    "a-large-one", new Position("topic", 1, 1), 0, "too large", new byte[0], Optional.of(claim), true);
            lake.deadLetters(table).add(List.of(rejection), "people", Optional.of("slice-1"), Instant.EPOCH);
        }
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.close();
        }
    }
}
