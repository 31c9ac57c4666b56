package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.event.TableParked;
import dev.ingest.lake.AccessRefusedException;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table's owner does something to it that we did not, in their own catalog and store. */
@QuarkusTest
@WithTestResource(WriterStack.class)
class OthersTest {
    @Inject
    Service writer;

    @Inject
    Log log;

    @Inject
    Lives lives;

    @Inject
    Own own;

    private Tenant shop;
    private Lives.Place place;

    @BeforeEach
    void twoRows() throws FencedException, InterruptedException {
        shop = writer.tenant();
        own.isThere(shop);
        writer.declare(shop.appendsIn(own.of(shop)));
        place = lives.from(shop);
        pushed(1);
        pushed(2);
    }

    @Test
    void tableThatWasDroppedIsMadeAnew() throws FencedException, InterruptedException, SQLException {
        assertThat(own.inCatalog(shop, "delete from iceberg_tables")).isEqualTo(1);
        pushed(3);
        assertThat(own.ids(shop, "orders")).containsExactly(3L);
        assertThat(log.facts(shop.id(), TableParked.class)).isEmpty();
    }

    @Test
    void tableThatWasRenamedKeepsItsRowsAndIsMadeAnew() throws FencedException, InterruptedException, SQLException {
        assertThat(own.inCatalog(shop, "update iceberg_tables set table_name = 'orders_before'"))
                .isEqualTo(1);
        pushed(3);
        assertThat(own.ids(shop, "orders_before")).containsExactly(1L, 2L);
        assertThat(own.ids(shop, "orders")).containsExactly(3L);
    }

    /** What they took out stays out; what comes is in once. */
    @Test
    void tableThatWasRolledBackGoesOnFromThere() throws FencedException, InterruptedException, SQLException {
        assertThat(own.inCatalog(shop, "update iceberg_tables set metadata_location = previous_metadata_location"))
                .isEqualTo(1);
        assertThat(own.ids(shop, "orders")).containsExactly(1L);
        pushed(3);
        pushed(4);
        assertThat(own.ids(shop, "orders")).containsExactly(1L, 3L, 4L);
    }

    @Test
    void credentialThatExpiredFailsTheDrainAndNothingIsLostOrDoubled() throws FencedException, InterruptedException {
        own.hasNoStore(shop);
        shop.push("{\"id\":3}");
        try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never())) {
            assertThatThrownBy(() -> life.drain(Instant.now().plusSeconds(2)))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageContaining("refuses GetObject (403 SignatureDoesNotMatch)");
        }
        own.isThere(shop);
        pushed(4);
        assertThat(own.ids(shop, "orders")).containsExactly(1L, 2L, 3L, 4L);
    }

    private void pushed(int id) throws FencedException, InterruptedException {
        shop.push("{\"id\":%d}".formatted(id));
        try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never())) {
            assertThat(life.drain()).isTrue();
        }
    }
}
