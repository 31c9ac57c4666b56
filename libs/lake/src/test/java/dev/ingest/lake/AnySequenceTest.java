package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.index.KeyIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any sequence of pushes, slices, crashes, retries, foreign commits and upkeep gives the table that the model says, at every
 * snapshot that can be read, and leaves no file that nothing refers to. More sequences: {@code -Dlake.seeds=100000}.
 */
class AnySequenceTest {

    private static final int SEEDS = Integer.getInteger("lake.seeds", 2_000);
    private static final int FIRST = Integer.getInteger("lake.seed.first", 1);

    private static final int REFRESH_ONE_IN = 5;

    /** Some of a sequence's time is waiting before a second try. */
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    @TempDir
    static Path local;

    @Test
    void tableIsWhatTheModelSaysWhateverHappens() throws InterruptedException {
        List<Future<Story.Told>> stories = new ArrayList<>();
        // every other sequence's processes look keys up, however small a file is
        var index = new KeyIndex(local.resolve("keys"), 1 << 20, KeyIndex.When.ALWAYS, failure -> {
            throw new AssertionError(failure);
        });
        try (index;
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
                KeyIndex own = seed % 2 == 0 ? index : KeyIndex.none();
                int now = seed;
                // made when it is told, and forgotten then: thousands of tables in memory are work for the collector
                stories.add(threads.submit(() -> story(now, own).told()));
            }
        }
        Story.Told all = Story.Told.NOTHING;
        for (Future<Story.Told> done : stories) {
            all = all.plus(result(done));
        }
        assertThat(all.crashes()).as("crashes").isGreaterThan(SEEDS / 2);
        assertThat(all.compactions()).as("compactions").isGreaterThan(SEEDS / 10);
        assertThat(all.forgotten()).as("snapshots forgotten").isGreaterThan(SEEDS / 10);
        assertThat(all.fenced()).as("who came too late").isGreaterThan(SEEDS / 40);
        assertThat(all.rewritten()).as("files written anew by merges").isGreaterThan(SEEDS / 20);
        assertThat(index.uses()).as("files in which keys were looked up").isGreaterThan(SEEDS);
        assertThat(all.swaps()).as("tables brought anew").isGreaterThan(SEEDS / 20);
    }

    private static Story story(int seed, KeyIndex index) {
        return seed % REFRESH_ONE_IN == 0 ? new RefreshStory(seed, index) : new Story(seed, index);
    }

    private static Story.Told result(Future<Story.Told> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
