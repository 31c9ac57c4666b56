package dev.ingest.platform.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DoneOffsetsTest {
    private static DoneOffsets met(long next, long... offsets) {
        var done = new DoneOffsets(next);
        LongStream.of(offsets).forEach(offset -> assertThat(done.meet(offset)).isTrue());
        return done;
    }

    @Test
    void offsetMovesAsFarAsThereIsNoGap() {
        DoneOffsets done = met(5, 5, 6, 7, 8);
        done.done(List.of(6L, 8L));
        assertThat(done.next()).isEqualTo(5);
        done.done(List.of(5L));
        assertThat(done.next()).isEqualTo(7);
        done.done(List.of(7L));
        assertThat(done.next()).isEqualTo(9);
    }

    /** A backlog of small messages is done all at once: to look through its list for each of them took minutes. */
    @Test
    void manyDoneAtOnceAreNotLookedForInTheirList() {
        DoneOffsets done = met(0, 0, 1, 2);
        done.done(new AbstractList<>() {
            @Override
            public Long get(int index) {
                return (long) index;
            }

            @Override
            public int size() {
                return 3;
            }

            @Override
            public boolean contains(Object offset) {
                throw new AssertionError("looked for " + offset);
            }
        });
        assertThat(done.next()).isEqualTo(3);
    }

    @Test
    void whatIsDoneBeyondAGapIsKnownToTheNextDrain() {
        DoneOffsets before = met(5, 5, 6, 7, 8);
        before.done(List.of(6L, 8L));

        var after = new DoneOffsets(before.next(), before.metadata());

        assertThat(LongStream.rangeClosed(5, 9).filter(after::meet)).containsExactly(5L, 7L, 9L);
        after.done(List.of(5L, 7L, 9L));
        assertThat(after.next()).isEqualTo(10);
        assertThat(after.metadata()).isEmpty();
    }

    @Test
    void whatWasDoneBeforeMovesTheOffsetWhenItIsMet() {
        DoneOffsets before = met(5, 5, 6, 7);
        before.done(List.of(6L, 7L));
        var after = new DoneOffsets(before.next(), before.metadata());
        after.meet(5);
        after.done(List.of(5L));
        assertThat(after.next()).isEqualTo(6);
        assertThat(after.meet(6)).isFalse();
        assertThat(after.meet(7)).isFalse();
        assertThat(after.next()).isEqualTo(8);
    }

    @Test
    void compactedOffsetsAreNoGap() {
        DoneOffsets done = met(0, 3, 9, 20);
        done.done(List.of(3L));
        assertThat(done.next()).isEqualTo(9);
        done.done(List.of(9L, 20L));
        assertThat(done.next()).isEqualTo(21);
    }

    @Test
    void anyOrderOfEndsIsRememberedExactly() {
        var random = new java.util.Random(7);
        for (int round = 0; round < 200; round++) {
            var done = new DoneOffsets(100);
            LongStream.range(100, 140).forEach(done::meet);
            Set<Long> ended = new TreeSet<>();
            for (int i = 0; i < 25; i++) {
                long offset = 100 + random.nextInt(40);
                if (ended.add(offset)) {
                    done.done(List.of(offset));
                }
            }
            var restored = new DoneOffsets(done.next(), done.metadata());
            Collection<Long> again = LongStream.range(done.next(), 140)
                    .filter(restored::meet)
                    .boxed()
                    .toList();
            assertThat(again).doesNotContainAnyElementsOf(ended);
            assertThat(again.size() + ended.size()).isEqualTo(40);
        }
    }

    @Test
    void marksNeverOutgrowWhatABrokerTakes() {
        var done = new DoneOffsets(0);
        LongStream.range(0, 100_000).forEach(done::meet);
        done.done(LongStream.range(1, 100_000).boxed().toList());
        assertThat(done.metadata().length()).isLessThan(4096);
        assertThat(new DoneOffsets(0, done.metadata()).meet(DoneOffsets.REACH - 1))
                .isFalse();
        assertThat(new DoneOffsets(0, done.metadata()).meet(DoneOffsets.REACH)).isTrue();
    }

    @Test
    void foreignMetadataIsRefused() {
        assertThatThrownBy(() -> new DoneOffsets(0, "moved by hand")).isInstanceOf(IllegalArgumentException.class);
    }
}
