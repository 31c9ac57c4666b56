package dev.ingest.lake;

import static dev.ingest.lake.Given.ORDERS;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    private static final Instant RECEIVED = Instant.parse("2026-01-01T10:00:00.123456Z");

    @TempDir
    Path warehouse;

    @Test
    void rejectedRecordIsKeptOnceUntilItIsReplayed() {
        try (Lake lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none())) {
            LakeTable table = lake.table(orders());
            DeadLetters letters = lake.deadLetters(ORDERS);
            List<Rejection> rejections = table.push(
                            batch(upsert(4, "{\"status\":\"no key\"}", "nonsense")),
                            upTo(4),
                            rejected -> letters.add(rejected, "orders", Optional.of("slice-1"), RECEIVED))
                    .rejections();
            letters.add(rejections, "orders", Optional.of("slice-1"), RECEIVED.plusSeconds(9));

            assertThat(letters.unreplayed(10))
                    .containsExactlyInAnyOrder(
                            new DeadLetter(
                                    "Tz1Q-w-0-4-0",
                                    "key column id has no value",
                                    "{\"status\":\"no key\"}",
                                    "orders",
                                    Optional.of("slice-1"),
                                    RECEIVED),
                            new DeadLetter(
                                    "Tz1Q-w-0-4-1",
                                    "not JSON at byte 0",
                                    "nonsense",
                                    "orders",
                                    Optional.of("slice-1"),
                                    RECEIVED));

            letters.markReplayed(List.of("Tz1Q-w-0-4-0", "unheard of"), RECEIVED.plusSeconds(60));
            letters.add(rejections, "orders", Optional.of("slice-1"), RECEIVED.plusSeconds(90));

            assertThat(letters.unreplayed(10)).extracting(DeadLetter::id).containsExactly("Tz1Q-w-0-4-1");
            assertThat(letters.table().count()).isEqualTo(2);
            assertThat(lake.tables()).containsExactly(ORDERS, ORDERS.deadLetters());
            assertThat(ORDERS.deadLetters().isDeadLetters()).isTrue();
        }
    }

    @Test
    void recordThatIsNoTextStaysWhatItIs() {
        byte[] record = "{\"id\":1,\"note\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        try (Lake lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none())) {
            LakeTable table = lake.table(orders());
            DeadLetters letters = lake.deadLetters(ORDERS);
            table.push(
                    new Batch(List.of(new Message(upsert(4).position(), Op.UPSERT, record))),
                    upTo(4),
                    rejected -> letters.add(rejected, "orders", Optional.empty(), RECEIVED));
            letters.take(Map.of("Tz1Q-w-0-4-0", upsert(5).position()), RECEIVED);
            letters.giveBack(List.of("Tz1Q-w-0-4-0"));

            assertThat(letters.unreplayed(10)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("not UTF-8 at byte 16");
                assertThat(letter.record()).isEqualTo("{\"id\":1,\"note\":\"\ufffd\"}");
                assertThat(letter.bytes()).isEqualTo(record);
            });
        }
    }
}
