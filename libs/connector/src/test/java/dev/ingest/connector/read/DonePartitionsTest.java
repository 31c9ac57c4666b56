package dev.ingest.connector.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.read.DonePartitions.Limits;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DonePartitionsTest {
    private static final Limits FEW = new Limits(1_500, 400);

    private static final class StopException extends RuntimeException {}

    /** One attempt after the other over parents that change in between; each stops after some reads. */
    private static final class Attempts {
        final List<String> read = new ArrayList<>();
        Value place = Value.NONE;
        boolean ended;

        /** @return how many partitions it read */
        int attempt(Limits limits, List<String> parents, int most) {
            DonePartitions done = DonePartitions.of(place, limits);
            int before = read.size();
            UnreadPartitions unread = new UnreadPartitions(done, false, (partition, id) -> {
                if (read.size() - before == most) {
                    throw new StopException();
                }
                read.add(partition.key());
            });
            try {
                parents.forEach(name -> unread.accept(partition(name)));
                unread.end();
                ended = true;
            } catch (StopException stopped) {
                ended = false;
            }
            place = SavedState.json(JsonText.compact(done.toValue()));
            return read.size() - before;
        }

        Set<String> unread(List<String> parents) {
            Set<String> left = keys(parents);
            left.removeAll(new HashSet<>(read));
            return left;
        }
    }

    private static Partition partition(String name) {
        return Partition.of(Value.dict(Map.of("id", Value.of(name))), Value.emptyDict());
    }

    private static Set<String> keys(List<String> names) {
        return new HashSet<>(names.stream()
                .map(DonePartitionsTest::partition)
                .map(Partition::key)
                .toList());
    }

    private static List<String> parents(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> "p" + i).toList());
    }

    private static List<String> left(DonePartitions done, String... names) {
        return Arrays.stream(names)
                .filter(name -> !done.contains(done.meet(name)))
                .toList();
    }

    private static DonePartitions done(int max, String... names) {
        DonePartitions done = new DonePartitions(new Limits(max, max));
        for (String name : names) {
            done.add(done.meet(name));
        }
        return DonePartitions.of(SavedState.json(JsonText.compact(done.toValue())), new Limits(max, max));
    }

    @Test
    void whatIsDoneIsKnownInAnyOrder() {
        assertThat(left(done(10, "a", "b"), "c", "b", "d", "a")).containsExactly("c", "d");
    }

    @Test
    void equalPartitionsAreTwo() {
        assertThat(left(done(10, "a"), "a", "a", "b")).containsExactly("a", "b");
    }

    @Test
    void whatCannotBeProvedIsReadAgain() {
        assertThat(left(done(2, "a", "b", "c"), "a", "b", "c", "d")).containsExactly("a", "d");
    }

    @Test
    void placesOfAnEarlierFormProveNothing() {
        Value old = Value.dict(Map.of("last", Value.of(17)));

        assertThat(left(DonePartitions.of(old, FEW), "a", "b")).containsExactly("a", "b");
    }

    @Test
    void inTheSameOrderEachIsReadOnceHoweverManyThereAre() {
        List<String> parents = parents(20_000);
        Attempts attempts = new Attempts();
        while (!attempts.ended) {
            attempts.attempt(FEW, parents, 1_777);
        }

        assertThat(attempts.read).hasSize(20_000);
        assertThat(new HashSet<>(attempts.read)).hasSize(20_000);
    }

    /** As a list that is sorted by its last change does: what changed comes first. */
    @Test
    void oneThatMovesIsReadAndFewOthersAreReadAgain() {
        List<String> parents = parents(20_000);
        Attempts attempts = new Attempts();
        attempts.attempt(FEW, parents, 10_000);
        String moved = parents.remove(15_000);
        parents.addFirst(moved);
        parents.remove(100);
        parents.add(5_000, "new");
        int rest = attempts.attempt(FEW, parents, Integer.MAX_VALUE);

        assertThat(attempts.unread(parents)).isEmpty();
        assertThat(rest - 10_001).isBetween(0, 4 * PartitionBlock.MAX);
    }

    @Test
    void theSameHoldsBelowTheLimitWithoutReadingAnythingTwice() {
        List<String> parents = parents(500);
        Attempts attempts = new Attempts();
        attempts.attempt(FEW, parents, 250);
        Collections.shuffle(parents, new Random(7));
        parents.remove("p3");
        parents.addFirst("new");
        attempts.attempt(FEW, parents, Integer.MAX_VALUE);

        assertThat(attempts.unread(parents)).isEmpty();
        assertThat(attempts.read).doesNotHaveDuplicates();
    }

    /** Whatever happens to the parents between attempts, whoever is there at the end has been read. */
    @Test
    void nothingIsSkippedWithoutProof() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Limits limits = new Limits(1 + random.nextInt(900), 1 + random.nextInt(20));
            List<String> parents = parents(1_000 + random.nextInt(4_000));
            Attempts attempts = new Attempts();
            for (int i = 0; i < 6; i++) {
                attempts.attempt(limits, parents, random.nextInt(parents.size()));
                change(parents, random, i);
            }
            attempts.attempt(limits, parents, Integer.MAX_VALUE);

            assertThat(attempts.unread(parents)).as("seed " + seed).isEmpty();
        }
    }

    private static void change(List<String> parents, Random random, int round) {
        for (int i = random.nextInt(20); i > 0; i--) {
            String name = parents.remove(random.nextInt(parents.size()));
            switch (random.nextInt(3)) {
                case 0 -> parents.addFirst(name);
                case 1 -> parents.add(random.nextInt(parents.size()), "new" + round + "-" + i);
                default -> parents.addLast("gone and replaced" + round + "-" + i);
            }
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(parents.subList(0, parents.size() / 2), random);
        }
    }

    @Test
    void aPlaceStaysSmall() {
        Attempts attempts = new Attempts();
        List<String> parents = parents(100_000);
        attempts.attempt(DonePartitions.LIMITS, parents, 99_999);

        assertThat(JsonText.compact(attempts.place)).hasSizeLessThan(130_000);
        assertThat(attempts.attempt(DonePartitions.LIMITS, parents, Integer.MAX_VALUE))
                .isEqualTo(1);
    }
}
