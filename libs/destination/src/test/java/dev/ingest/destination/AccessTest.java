package dev.ingest.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.Policy;
import dev.ingest.contracts.destination.Policy.Statement;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.StorageSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.destination.TenantDestination.Own;
import dev.ingest.contracts.record.Claim;
import dev.ingest.destination.Checks.Checked;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.AccessRefusedException;
import dev.ingest.lake.Batch;
import dev.ingest.lake.BrokenClaimException;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.Column;
import dev.ingest.lake.Destination;
import dev.ingest.lake.DestinationCheck;
import dev.ingest.lake.DestinationCheck.Outcome;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.testkit.aws.AwsStandIn;
import dev.ingest.testkit.aws.IamPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's role, catalog and bucket as AWS would guard them, with stand-ins for STS, S3 and Glue. Real AWS was never asked. */
class AccessTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/ingest";
    private static final String KMS = "arn:aws:kms:eu-central-1:123456789012:key/0a1b";
    private static final int LARGE = 50 << 20;

    @TempDir
    Path files;

    private AwsStandIn aws;
    private Clock clock;
    private Lakes lakes;
    private ClaimStores claims;
    private Checks checks;
    private Destinations destinations;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn();
        Path token = Files.writeString(files.resolve("token"), AwsStandIn.TOKEN + "\n");
        InstantSource now = () -> aws.now;
        clock = now.withZone(ZoneOffset.UTC);
        var settings = new StandInSettings(aws.url(), token);
        destinations = new Destinations(
                settings,
                new StandInSettings.NoSecrets(),
                tenant -> AllowedAddresses.of(List.of(URI.create(aws.url()).getAuthority())),
                new Roles(settings, clock));
        lakes = new Lakes(destinations, settings);
        claims = new ClaimStores(destinations);
        checks = new Checks(destinations);
        allow(rights());
    }

    @AfterEach
    void stop() {
        lakes.close();
        aws.close();
    }

    private void allow(Policy policy) {
        Policy trust = Rights.trust(AwsStandIn.PLATFORM, "x-acme");
        aws.roles.put(ROLE, new AwsStandIn.Role(IamPolicy.of(trust.json()), IamPolicy.of(policy.json())));
    }

    private DestinationSpec spec() {
        return new DestinationSpec(
                        "own",
                        "glue",
                        Map.of(
                                "region", "eu-central-1",
                                "account", "123456789012",
                                "namespace", "acme",
                                "warehouse", "s3://lake/acme",
                                "role", ROLE,
                                "kms-key", KMS,
                                "glue.endpoint", aws.url(),
                                "s3.endpoint", aws.url(),
                                "s3.path-style-access", "true"),
                        Optional.empty())
                .in("x-acme");
    }

    private Policy rights() {
        return Rights.ofRole(own());
    }

    private Own own() {
        return (Own) TenantDestination.of(spec());
    }

    private static TableSpec orders() {
        return TableSpec.upsert(
                new TableId("shop", "orders"),
                List.of(Column.required("id", ColumnType.Scalar.LONG)),
                List.of("id"),
                Optional.empty());
    }

    private static void push(LakeTable table, long offset, String record) {
        var message = new Message(new Position("t", 0, offset), Op.UPSERT, record.getBytes(StandardCharsets.UTF_8));
        var ignored = table.push(new Batch(List.of(message)), Offsets.of("t", 0, offset), rejections -> {
            throw new AssertionError("rejected: " + rejections.getFirst().reason());
        });
    }

    @Test
    void everyRightThatIsPrintedIsUsedAndNoOther() {
        StorageSpec.S3 bucket = own().bucket().orElseThrow();
        aws.bucketPolicy =
                Optional.of(IamPolicy.of(Rights.ofBucket(bucket, ROLE).json()));
        aws.keyPolicy = Rights.ofKey(bucket, ROLE).map(Policy::json).map(IamPolicy::of);
        try (Lakes.Lease lease = lakes.lease("acme", spec())) {
            LakeTable table = lease.lake().table(orders());
            push(table, 0, "{\"id\":1,\"status\":\"new\"}");
            push(table, 1, "{\"id\":1,\"status\":\"paid\"}");
            assertThat(table.count()).isEqualTo(1);
            var ignored = table.upkeep(
                    UpkeepPolicy.DEFAULT, Clock.systemUTC(), Instant.now().plus(Duration.ofMinutes(1)));
        }
        large();
        assertThat(aws.used).containsExactlyInAnyOrderElementsOf(actions());
        assertThat(aws.s3.objects.keySet()).allMatch(name -> name.startsWith("lake/acme/"));
        assertThat(aws.glue.databases).containsExactly("acme_shop");
    }

    /** In parts, which are given up when one is refused. */
    private void large() {
        try (ClaimStore store = claims.open("acme", spec())) {
            byte[] record = new byte[LARGE];
            Claim claim = store.put(record);
            assertThat(store.fetch(claim, LARGE)).isEqualTo(record);
            assertThat(store.expire(Instant.now().plus(Duration.ofDays(1)), () -> false))
                    .isEqualTo(1);
            assertThatThrownBy(() -> store.fetch(claim, LARGE))
                    .isInstanceOf(BrokenClaimException.class)
                    .hasMessageContaining("missing");
            aws.s3.refusesParts = true;
            assertThatThrownBy(() -> store.put(record)).hasStackTraceContaining("no parts");
        }
    }

    private Set<String> actions() {
        return rights().statements().stream()
                .flatMap(statement -> statement.actions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void checkNamesTheRightThatIsMissingAndTheStatementThatGivesIt() throws IOException {
        assertGranted();
        assertThat(aws.s3.objects).as("nothing is left behind").isEmpty();
        for (String sid : List.of(Rights.WRITE, Rights.READ, Rights.LIST, Rights.DELETE, Rights.CATALOG, Rights.KEY)) {
            without(sid);
            assertThat(checks.check("acme", spec()))
                    .filteredOn(checked -> checked.outcome() == Outcome.MISSING)
                    .as(sid)
                    .singleElement()
                    .returns(Optional.of(sid), Checked::statement)
                    .satisfies(missing ->
                            assertThat(missing.problem().orElseThrow()).contains("not authorized"));
        }
    }

    @Test
    void whatCouldNotBeWrittenIsNotTriedToBeRead() throws IOException {
        allow(new Policy(List.of()));
        assertThat(checks.check("acme", spec()))
                .extracting(Checked::outcome)
                .containsExactly(Outcome.MISSING, Outcome.NOT_TRIED, Outcome.MISSING, Outcome.MISSING, Outcome.MISSING);
    }

    private void assertGranted() {
        assertThat(checks.check("acme", spec()))
                .allSatisfy(checked ->
                        assertThat(checked.outcome()).as("%s", checked).isEqualTo(Outcome.GRANTED));
    }

    private void clockForwardBeyondTheSession() {
        aws.now = aws.now.plus(Duration.ofHours(2));
    }

    @Test
    void sessionServesUntilShortlyBeforeItsEnd() {
        assertGranted();
        assertGranted();
        assertThat(aws.assumed)
                .containsExactly("AssumeRoleWithWebIdentity " + AwsStandIn.PLATFORM, "AssumeRole " + ROLE);
        aws.now = aws.now.plus(Duration.ofMinutes(56));
        assertGranted();
        assertThat(aws.assumed).hasSize(4);
    }

    @Test
    void anotherTenantThatNamesTheRoleIsRefusedBecauseItsExternalIdIsAnother() {
        List<Checked> checked = checks.check("globex", spec().in("x-globex"));
        assertThat(checked).hasSize(5).noneMatch(right -> right.outcome() == Outcome.GRANTED);
        assertThat(checked.getFirst().problem().orElseThrow())
                .isEqualTo("role %s: AWS does not let the platform assume it; its trust policy has to allow %s"
                                .formatted(ROLE, AwsStandIn.PLATFORM)
                        + " with external id x-globex");
    }

    @Test
    void sessionReachesNoOtherPrefixEvenWhereTheRoleDoes() throws IOException {
        var everything = rights().statements().stream()
                .map(statement -> new Statement(statement.sid(), true, "", statement.actions(), List.of("*"), Map.of()))
                .toList();
        allow(new Policy(everything));
        aws.s3.objects.put("lake/globex/secret", new byte[] {1});
        Destinations.Place own = destinations.of("acme", spec());
        var others = new Destination(
                "glue",
                own.destination().kind(),
                aws.url(),
                "s3://lake/globex",
                List.of("globex"),
                own.destination().properties());
        assertThat(DestinationCheck.run(others, own.credentials(), AllowedAddresses.ALL, "x"))
                .allSatisfy(
                        result -> assertThat(result.problem()).as("%s", result).isPresent())
                .noneMatch(result -> result.outcome() == Outcome.GRANTED);
        assertThat(aws.s3.objects).containsOnlyKeys("lake/globex/secret");
    }

    @Test
    void roleThatIsTakenAwayIsNamedAndNothingIsLostUntilItIsBack() throws IOException {
        LakeCredentials.Session ofTheTest = (LakeCredentials.Session)
                destinations.of("acme", spec()).credentials().storage().orElseThrow();
        try (Lakes.Lease lease = lakes.lease("acme", spec())) {
            push(lease.lake().table(orders()), 0, "{\"id\":1}");
            aws.roles.remove(ROLE);
            clockForwardBeyondTheSession();
            assertThatThrownBy(ofTheTest::keys)
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageContaining("x-acme");
            assertThatThrownBy(() -> lease.lake().table(orders())).hasStackTraceContaining("does not let the platform");
            allow(rights());
            push(lease.lake().table(orders()), 1, "{\"id\":2}");
            assertThat(lease.lake().table(orders()).count()).isEqualTo(2);
        }
    }

    /** Nothing that a moment's wait would mend: whoever wants the table is told at once, and by whom. */
    @Test
    void rightThatIsTakenAwayIsNamedByWhoRefusesIt() {
        try (Lakes.Lease lease = lakes.lease("acme", spec())) {
            push(lease.lake().table(orders()), 0, "{\"id\":1}");
            without(Rights.READ);
            assertThatThrownBy(() -> lease.lake().table(orders()))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageStartingWith("bucket lake refuses GetObject (403 AccessDenied): ");
            without(Rights.CATALOG);
            assertThatThrownBy(() -> lease.lake().table(orders()))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageContaining("refuses table shop.orders: ")
                    .hasMessageContaining("not authorized");
        }
    }

    private void without(String statement) {
        allow(new Policy(rights().statements().stream()
                .filter(given -> !given.sid().equals(statement))
                .toList()));
        clockForwardBeyondTheSession();
    }

    @Test
    void commitWhoseAnswerGlueLosesIsThereOnce() {
        try (Lakes.Lease lease = lakes.lease("acme", spec())) {
            LakeTable table = lease.lake().table(orders());
            aws.glue.losesAnAnswer = true;
            push(table, 0, "{\"id\":1}");
            push(lease.lake().table(orders()), 1, "{\"id\":2}");
            assertThat(aws.glue.losesAnAnswer).isFalse();
            assertThat(lease.lake().table(orders()).count()).isEqualTo(2);
            assertThat(lease.lake().table(orders()).snapshots())
                    .as("root and two")
                    .hasSize(3);
        }
    }
}
