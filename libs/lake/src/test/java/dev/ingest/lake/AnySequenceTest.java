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

    private static final int SEEDS = Integer.getInteger("lake.seeds", 1_000);
    private static final int FIRST = Integer.getInteger("lake.seed.first", 1);

    private static final int REFRESH_ONE_IN = 5;

    /** Some of a sequence's time is waiting before a second try. */
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    @TempDir
    static Path local;

    @Test
    void tableIsWhatTheModelSaysWhateverHappens() throws InterruptedException {
        List<Future<Story>> stories = new ArrayList<>();
        // every other sequence's processes look keys up, however small a file is
        var index = new KeyIndex(local.resolve("keys"), 1 << 20, KeyIndex.When.ALWAYS, failure -> {
            throw new AssertionError(failure);
        });
        try (index;
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
                KeyIndex own = seed % 2 == 0 ? index : KeyIndex.none();
                Story story = seed % REFRESH_ONE_IN == 0 ? new RefreshStory(seed, own) : new Story(seed, own);
                stories.add(threads.submit(story::tell, story));
            }
        }
        int crashes = 0;
        int compactions = 0;
        int forgotten = 0;
        int fenced = 0;
        int swaps = 0;
        long rewritten = 0;
        for (Future<Story> done : stories) {
            Story story = result(done);
            crashes += story.crashes();
            compactions += story.compactions();
            forgotten += story.forgotten();
            fenced += story.fenced();
            rewritten += story.rewritten();
            swaps += story instanceof RefreshStory refresh ? refresh.swaps() : 0;
        }
        assertThat(crashes).as("crashes").isGreaterThan(SEEDS / 2);
        assertThat(compactions).as("compactions").isGreaterThan(SEEDS / 10);
        assertThat(forgotten).as("snapshots forgotten").isGreaterThan(SEEDS / 10);
        assertThat(fenced).as("who came too late").isGreaterThan(SEEDS / 40);
        assertThat(rewritten).as("files written anew by merges").isGreaterThan(SEEDS / 20);
        assertThat(index.uses()).as("files in which keys were looked up").isGreaterThan(SEEDS);
        assertThat(swaps).as("tables brought anew").isGreaterThan(SEEDS / 20);
    }

    private static Story result(Future<Story> done) throws InterruptedException {
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
