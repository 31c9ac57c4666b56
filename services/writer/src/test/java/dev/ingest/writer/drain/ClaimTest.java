package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.record.Claim;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.DeadLetter;
import dev.ingest.lake.TableId;
import dev.ingest.platform.drain.DrainOutcome;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class ClaimTest {
    private static final int LARGE = 300 * 1024;
    private static final int LIMIT = 16 << 20;

    @Inject
    Service writer;

    @Inject
    Log log;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
        writer.declare(shop.upserts());
    }

    private static String record(int id, int bytes) {
        String head = "{\"id\":%d,\"note\":\"".formatted(id);
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }

    @Test
    void claimedRecordsBecomeRowsInTheirPlace() {
        shop.push("{\"id\":1}");
        shop.push(shop.store(record(1, LARGE)));
        shop.push("{\"id\":2,\"version\":2}");
        shop.drain();
        assertThat(shop.rows()).hasSize(2);
        assertThat(shop.rows().getFirst()).hasSizeGreaterThan(LARGE - 100);
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .extracting(TableCommitted::rows)
                .containsExactly(3L);
        assertThat(log.facts(shop.id(), TableCommitted.class).getFirst().bytes())
                .isGreaterThan(LARGE);
    }

    @Test
    void sliceWithClaimedRecordsIsPublishedWhole() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}");
        shop.page(slice, 2, shop.store(record(2, LARGE)));
        shop.mark(new SliceCompleted(slice, 2, 2, LARGE, Optional.empty()));
        shop.drain();
        shop.drainAgain();
        assertThat(shop.rows()).hasSize(2);
    }

    @Test
    void recordAtTheLimitIsARowAndOneByteMoreIsADeadLetterThatKeepsIt() {
        shop.push(shop.store(record(1, LIMIT)));
        Claim tooLarge = shop.store(record(2, LIMIT + 1));
        shop.push(tooLarge);
        shop.push("{\"id\":3}");
        shop.drain();
        assertThat(shop.rows()).hasSize(2);
        DeadLetter letter = onlyLetter();
        assertThat(letter.reason())
                .isEqualTo("a record of 16777217 bytes (expected: at most 16777216, ingest.writer.record-bytes-max)");
        try (ClaimStore claims = writer.claims(shop.id())) {
            assertThat(claims.expire(Instant.now().plusSeconds(60), () -> false))
                    .isEqualTo(2);
            assertThat(claims.fetch(letter.claim().orElseThrow(), LIMIT + 1)).hasSize(LIMIT + 1);
        }
        assertThat(log.facts(shop.id(), RecordsRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).contains("16777217 bytes"));
    }

    @Test
    void recordThatItsSenderCouldNotReadWholeIsADeadLetterWithItsReasonAndStaysOne() {
        Claim start = shop.store("{\"id\":1,\"note\":\"xx");
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":2}");
        shop.refused(slice, 2, start, "a line of 30 bytes (expected: at most 20)");
        shop.mark(new SliceCompleted(slice, 2, 2, LARGE, Optional.empty()));
        shop.drain();
        shop.drainAgain();
        assertThat(shop.rows()).hasSize(1);
        DeadLetter letter = onlyLetter();
        assertThat(letter.reason()).isEqualTo("a line of 30 bytes (expected: at most 20)");
        assertThat(letter.claim().map(Claim::sha256)).contains(start.sha256());
        assertThat(log.facts(shop.id(), RecordsRejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.records()).isEqualTo(1));
        shop.mark(ReplayDeadLetters.all("again"));
        shop.drain();
        shop.drain();
        assertThat(onlyLetter().id()).isEqualTo(letter.id());
    }

    @Test
    void missingObjectIsADeadLetterThatSaysWhichAndStopsNobody() {
        Claim claim = shop.store(record(1, LARGE));
        try (ClaimStore claims = writer.claims(shop.id())) {
            assertThat(claims.expire(Instant.now().plusSeconds(60), () -> false))
                    .isEqualTo(1);
        }
        shop.push(claim);
        shop.push("{\"id\":3}");
        assertThat(writer.drain(shop.key())).isEqualTo(DrainOutcome.FINISHED);
        assertThat(shop.rows()).containsExactly("3/null/null");
        assertThat(onlyLetter().reason())
                .isEqualTo("claim %s: missing (expected: %d bytes with sha256 %s)"
                        .formatted(claim.uri(), claim.length(), claim.sha256()));
        assertThat(onlyLetter().claim()).contains(claim);
    }

    @Test
    void claimOfAnotherTenantsRecordIsRefused() {
        Tenant other = writer.tenant();
        Claim theirs = other.store(record(1, LARGE));
        shop.push(theirs);
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        assertThat(onlyLetter().reason()).contains("not in the tenant's own warehouse");
    }

    @Test
    void claimedRecordThatFitsNoSchemaIsKeptByClaimAndReplayed() {
        String odd = record(1, LARGE).replace("\"id\":1", "\"id\":\"one\"");
        Claim claim = shop.store(odd);
        shop.push(claim);
        shop.drain();
        assertThat(onlyLetter().record()).isEmpty();
        try (ClaimStore claims = writer.claims(shop.id())) {
            assertThat(new String(claims.fetch(onlyLetter().claim().orElseThrow(), LIMIT), UTF_8))
                    .isEqualTo(odd);
        }
        String before = onlyLetter().id();
        shop.mark(ReplayDeadLetters.all("again"));
        shop.drain();
        shop.drain();
        assertThat(onlyLetter().id())
                .as("it fits no row still, and stays the letter")
                .isEqualTo(before);
    }

    @Test
    void manyLargeRecordsAreManyCommits() {
        int bytes = 9 << 20;
        List<Claim> claims = IntStream.range(0, 8)
                .mapToObj(id -> shop.store(record(id, bytes)))
                .toList();
        claims.forEach(shop::push);
        shop.drain();
        assertThat(shop.rows()).hasSize(8);
        assertThat(log.facts(shop.id(), TableCommitted.class)).hasSize(4);
    }

    private DeadLetter onlyLetter() {
        List<DeadLetter> letters = writer.deadLetters(shop.id(), new TableId("shop", "orders"));
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }
}
