package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a run asks the database before it is answered: each time is a way there and back. */
@SchedulerTest
class RunStatementsTest {
    /** Whose rows, whether it runs, the pipeline, failed slices, states, hints; and run, states, slices, streams made. */
    private static final int MAX = 10;

    private static final int TRIES = 3;

    private final Logger sql = Logger.getLogger("org.hibernate.SQL");
    private final Statements statements = new Statements();

    /** Those that go through Hibernate: all but the transaction's own begin and end, and the mark of what Kafka has. */
    private static final class Statements extends Handler {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord message) {
            seen.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        sql.setLevel(Level.FINE);
        sql.addHandler(statements);
    }

    @AfterEach
    void stopListening() {
        sql.removeHandler(statements);
        sql.setLevel(null);
    }

    @Test
    void runIsStartedWithFewStatements() {
        List<String> fewest = List.of();
        for (int i = 0; i < TRIES; i++) {
            Shop shop = Shop.open("r-few-" + i, Shop.PIPELINE);
            statements.seen.clear();
            String run = shop.run();
            List<String> asked = List.copyOf(statements.seen);
            assertThat(run).isNotBlank();
            // what goes on beside it, like facts of other tests, is counted too: then it is more
            fewest = fewest.isEmpty() || asked.size() < fewest.size() ? asked : fewest;
        }

        assertThat(fewest).hasSizeBetween(1, MAX);
    }
}
