package dev.ingest.writer.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.destination.LakeSettings;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.LakeException;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.TableId;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class DestinationTest {
    private static final TableId ORDERS = new TableId("shop", "orders");

    @Inject
    Service writer;

    @Inject
    LakeSettings platform;

    @Inject
    SecretStore secrets;

    @Inject
    Lakes lakes;

    @Inject
    Log log;

    @Test
    void tenantsOwnCatalogIsOpenedWithItsCredential() {
        Tenant shop = writer.tenant();
        write(shop, platform.password().orElseThrow());
        DestinationSpec own = own(shop, "warehouse");
        writer.allow(shop.id(), own);
        writer.declare(shop.appendsIn(own));
        shop.push("{\"id\":1}");
        shop.drain();
        assertThat(writer.table(shop.id(), own, ORDERS, LakeTable::count)).contains(1L);
        assertThat(shop.rows())
                .as("the platform's own catalog knows nothing of it")
                .isEmpty();
    }

    @Test
    void destinationThatIsAwayKeepsItsMessagesAndItsNeighboursGoOn() {
        Tenant shop = writer.tenant();
        writer.allow(shop.id(), own(shop, "warehouse"));
        writer.declare(shop.appendsIn(own(shop, "warehouse")));
        write(shop, "not the password");
        Tenant neighbour = writer.tenantOnPartitionOf(shop);
        writer.declare(neighbour.appends());
        shop.push("{\"id\":1}");
        neighbour.push("{\"id\":2}");
        assertThatThrownBy(shop::drain).isInstanceOf(LakeException.class);
        assertThat(neighbour.rows()).hasSize(1);
        assertThat(log.facts(InvocationReported.EVERYONE, InvocationReported.class))
                .filteredOn(report -> report.partition() == Service.partition(shop.key()))
                .last()
                .returns(InvocationReported.Outcome.FAILED, InvocationReported::outcome);
        write(shop, platform.password().orElseThrow());
        shop.drain();
        assertThat(writer.table(shop.id(), own(shop, "warehouse"), ORDERS, LakeTable::count))
                .contains(1L);
        assertThat(neighbour.rows()).hasSize(1);
        assertThat(log.parked(shop.key())).isEmpty();
    }

    @Test
    void tenantsOfThePlatformsCatalogDoNotSeeEachOther() {
        Tenant shop = writer.tenant();
        Tenant other = writer.tenant();
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        shop.drain();
        assertThat(shop.rows()).hasSize(1);
        assertThat(writer.table(other.id(), ORDERS, LakeTable::count)).isEmpty();
    }

    @Test
    void destinationIsOpenedOnceForAllWhoUseIt() {
        Tenant shop = writer.tenant();
        var managed = new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());
        try (Lakes.Lease one = lakes.lease(shop.id(), managed);
                Lakes.Lease other = lakes.lease(shop.id(), managed)) {
            assertThat(one.lake()).isSameAs(other.lake());
        }
    }

    @Test
    void ownDestinationInsideThePlatformIsRefused() {
        Tenant shop = writer.tenant();
        write(shop, platform.password().orElseThrow());
        DestinationSpec own = own(shop, "warehouse");
        writer.allow(shop.id(), ownWith("uri", Optional.of("jdbc:postgresql://catalog.example.com:5432/lake")));
        assertThatThrownBy(() -> lakes.lease(shop.id(), own))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("is a loopback address");
    }

    @Test
    void missingCredentialIsNamed() {
        assertThatThrownBy(() -> lakes.lease("nobody", own(writer.tenant(), "lost")))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessage("destination own: credential 'lost' does not exist");
    }

    @Test
    void missingPropertyIsNamed() {
        assertThatThrownBy(() -> lakes.lease("nobody", ownWith("catalog", Optional.empty())))
                .hasMessage("destination own: properties.catalog: missing (expected: a value)");
    }

    @Test
    void databaseThatWouldMakeTheDriverLoadClassesIsRefused() {
        String uri = platform.jdbcUrl() + "?socketFactory=java.io.FileOutputStream";
        assertThatThrownBy(() -> lakes.lease("nobody", ownWith("uri", Optional.of(uri))))
                .hasMessageContaining("without parameters");
    }

    @Test
    void warehouseOnThisMachineIsRefused() {
        assertThatThrownBy(() -> lakes.lease("nobody", ownWith("warehouse", Optional.of("file:/etc"))))
                .hasMessage("destination own: properties.warehouse: file:/etc (expected: s3://bucket/prefix)");
    }

    @Test
    void identityOfTheServiceOpensNoTenantsDestination() {
        Tenant shop = writer.tenant();
        secrets.write(
                shop.id(),
                "half",
                Map.of(
                        "jdbc.user",
                        platform.user().orElseThrow(),
                        "jdbc.password",
                        platform.password().orElseThrow()));
        assertThatThrownBy(() -> lakes.lease(shop.id(), own(shop, "half")))
                .hasMessage("destination own: credential: s3.access-key-id is missing");
    }

    private void write(Tenant tenant, String password) {
        secrets.write(
                tenant.id(),
                "warehouse",
                Map.of(
                        "jdbc.user", platform.user().orElseThrow(),
                        "jdbc.password", password,
                        "s3.access-key-id", platform.accessKey().orElseThrow(),
                        "s3.secret-access-key", platform.secretKey().orElseThrow()));
    }

    private DestinationSpec ownWith(String property, Optional<String> value) {
        var properties = new HashMap<>(own(writer.tenant(), "any").properties());
        properties.remove(property);
        value.ifPresent(given -> properties.put(property, given));
        return new DestinationSpec("own", "jdbc", properties, Optional.of("any"));
    }

    private DestinationSpec own(Tenant tenant, String credential) {
        return new DestinationSpec(
                "own",
                "jdbc",
                Map.of(
                        "uri",
                        platform.jdbcUrl(),
                        "catalog",
                        "own-" + tenant.id(),
                        "warehouse",
                        platform.warehouse() + "/own-" + tenant.id(),
                        "s3.endpoint",
                        platform.endpoint().orElseThrow(),
                        "s3.region",
                        platform.region().orElseThrow(),
                        "s3.path-style-access",
                        "true"),
                Optional.of(credential));
    }
}
