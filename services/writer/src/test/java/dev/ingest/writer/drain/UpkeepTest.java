package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.TableId;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class UpkeepTest {
    private static final int COMMITS = 12;

    @Inject
    Service writer;

    @Inject
    Log log;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
    }

    @Test
    void tableOfManyCommitsIsCompactedAtTheDrainsEndAndNobodyIsTold() {
        writer.declare(shop.appends(1));
        List<String> rows = push();

        assertThat(operations()).endsWith("append", "replace");
        assertThat(shop.rows()).containsExactlyElementsOf(rows);
        assertThat(log.facts(shop.id(), TableCommitted.class)).hasSize(COMMITS);
        assertThat(log.usage(shop.id())).hasSize(COMMITS);
    }

    @Test
    void messagesReadAgainAfterCompactionAreToldAgainAndAppliedOnce() {
        writer.declare(shop.appends(1));
        List<String> rows = push();
        shop.drainAgain();

        assertThat(shop.rows()).containsExactlyElementsOf(rows);
        assertThat(log.facts(shop.id(), TableCommitted.class)).hasSize(2 * COMMITS);
        shop.push("{\"id\":99}");
        shop.drain();
        assertThat(shop.rows()).hasSize(COMMITS + 1);
    }

    @Test
    void requestForUpkeepChangesNoRow() {
        writer.declare(shop.upserts());
        shop.push("{\"id\":1,\"version\":1}");
        shop.mark(new DoUpkeep("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        shop.drain();

        assertThat(shop.rows()).containsExactly("1/1/null");
        assertThat(log.facts(shop.id(), TableCommitted.class)).hasSize(1);
    }

    private List<String> push() {
        var rows = new ArrayList<String>();
        for (int i = 10; i < 10 + COMMITS; i++) {
            shop.push("{\"id\":%d}".formatted(i));
            rows.add(i + "/null/null");
        }
        shop.drain();
        return rows;
    }

    private List<String> operations() {
        return writer.table(shop.id(), new TableId("shop", "orders"), LakeTable::snapshots).orElseThrow().stream()
                .map(snapshot -> snapshot.operation())
                .toList();
    }
}
