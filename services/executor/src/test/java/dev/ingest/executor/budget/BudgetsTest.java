package dev.ingest.executor.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.http.BudgetState;
import dev.ingest.connector.http.BudgetState.Rate;
import dev.ingest.contracts.event.BudgetSpent;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ExecutorTest
class BudgetsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ORIGIN = "https://api.example.com:443";

    /** Each test has a credential of its own, so that it finds its own words. */
    private final String credential = "c" + UUID.randomUUID();

    private final List<BudgetLog> logs = new ArrayList<>();

    @Inject
    KafkaClients clients;

    @Inject
    TopicNames names;

    @Inject
    EventCodec codec;

    @Inject
    EventPublisher events;

    /** A process. */
    private Budgets process(Instant now) {
        return process(new BudgetLog(clients, names, codec, events), now);
    }

    private Budgets process(BudgetLog log, Instant now) {
        logs.add(log);
        return new Budgets(log, Clock.fixed(now, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        logs.forEach(BudgetLog::close);
    }

    private static BudgetState left(long remaining) {
        return new BudgetState(Map.of("0.0", new Rate(100, remaining, NOW.plusSeconds(60))), Map.of());
    }

    private static BudgetState waitUntil(Instant notBefore) {
        return new BudgetState(Map.of(), Map.of(ORIGIN, notBefore));
    }

    private BudgetState readBy(Budgets process) {
        process.refresh();
        return process.of("demo", credential);
    }

    private long words() {
        var count = new ArrayList<BudgetLog.Told>();
        BudgetLog log = new BudgetLog(clients, names, codec, events);
        logs.add(log);
        log.read(told -> {
            if (told.key().equals("demo/" + credential)) {
                count.add(told);
            }
        });
        return count.size();
    }

    @Test
    void whatOneProcessSpentTheNextOneKnows() {
        process(NOW).keep("demo", credential, left(7));
        assertThat(readBy(process(NOW))).isEqualTo(left(7));
    }

    @Test
    void whatLiesInThePastMeansNothing() {
        process(NOW).keep("demo", credential, waitUntil(NOW.plusSeconds(30)));
        assertThat(readBy(process(NOW.plusSeconds(31)))).isEqualTo(BudgetState.EMPTY);
    }

    @Test
    void onlyNewsIsTold() {
        Budgets process = process(NOW);
        process.keep("demo", credential, BudgetState.EMPTY);
        assertThat(words()).isZero();
        process.keep("demo", credential, left(7));
        process.keep("demo", credential, left(7));
        assertThat(words()).isEqualTo(1);
    }

    @Test
    void ownWordReplacesOwnWord() {
        Budgets process = process(NOW);
        process.keep("demo", credential, left(3));
        process.keep("demo", credential, left(80));
        assertThat(readBy(process(NOW))).isEqualTo(left(80));
    }

    @Test
    void sessionIsNotToldWhatItSaidItself() {
        Budgets process = process(NOW);
        process.keep("demo", credential, left(3));
        assertThat(process.news("demo", credential)).isEqualTo(BudgetState.EMPTY);
        assertThat(process.of("demo", credential)).isEqualTo(left(3));
        process(NOW).keep("demo", credential, left(2));
        process.refresh();
        assertThat(process.news("demo", credential)).isEqualTo(left(2));
    }

    @Test
    void whereSomebodyElseSpentTooTheTighterStands() {
        Budgets one = process(NOW);
        Budgets other = process(NOW);
        one.keep("demo", credential, left(3));
        other.keep("demo", credential, left(50));
        assertThat(readBy(process(NOW))).isEqualTo(left(3));
    }

    @Test
    void whatSomebodyElseSaidStandsHoweverOftenOneSpeaksAfterIt() {
        BudgetState others = left(10).merge(waitUntil(NOW.plusSeconds(3600)));
        Budgets one = process(NOW);
        process(NOW).keep("demo", credential, others);
        one.keep("demo", credential, left(5));
        one.keep("demo", credential, left(4));
        assertThat(readBy(process(NOW))).isEqualTo(left(4).merge(waitUntil(NOW.plusSeconds(3600))));
    }

    @Test
    void twoThatWriteAtTheSameMomentAreMendedByTheLater() {
        Budgets one = process(NOW);
        var meets = new BudgetLog(clients, names, codec, events) {
            private boolean met;

            @Override
            long tell(BudgetSpent budget) {
                if (!met) {
                    met = true;
                    one.keep("demo", credential, waitUntil(NOW.plusSeconds(600))); // read by nobody yet
                }
                return super.tell(budget);
            }
        };
        process(meets, NOW).keep("demo", credential, left(50));
        assertThat(readBy(process(NOW))).isEqualTo(left(50).merge(waitUntil(NOW.plusSeconds(600))));
    }

    @Test
    void lastWordIsNeverLooserThanWhatWasToldBeforeIt() {
        Budgets one = process(NOW);
        var meets = new BudgetLog(clients, names, codec, events) {
            private boolean met;

            @Override
            long tell(BudgetSpent budget) {
                long written = super.tell(budget);
                if (!met) {
                    met = true;
                    // Somebody who read before that word writes after it, and dies before mending.
                    super.tell(new BudgetSpent(
                            "demo",
                            credential,
                            Map.of("0.0", new BudgetSpent.Rate(100, 90, NOW.plusSeconds(60))),
                            Map.of()));
                }
                return written;
            }
        };
        assertThat(readBy(one)).isEqualTo(BudgetState.EMPTY);
        process(meets, NOW).keep("demo", credential, left(5));
        assertThat(readBy(process(NOW))).isEqualTo(left(5));
    }
}
