package dev.ingest.connector.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.expression.JsonText;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DonePartitionsTest {
    private static List<String> left(DonePartitions done, String... names) {
        return Arrays.stream(names)
                .filter(name -> !done.contains(done.meet(name)))
                .toList();
    }

    private static DonePartitions done(int max, String... names) {
        DonePartitions done = new DonePartitions(max);
        for (String name : names) {
            done.add(done.meet(name));
        }
        return DonePartitions.of(SavedState.json(JsonText.compact(done.toValue())), max);
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
    void beyondTheLimitTheOrderMustHold() {
        assertThat(left(done(2, "a", "b", "c"), "a", "b", "c", "d")).containsExactly("d");
        DonePartitions lost = done(2, "a", "b", "c");
        assertThat(left(lost, "x", "y")).isEmpty();
        assertThat(lost.isLost()).isTrue();
    }

    @Test
    void onceTheLimitIsPassedItStaysSo() {
        DonePartitions done = done(2, "a", "b", "c");
        left(done, "a", "b", "c");
        done.add(done.meet("d"));

        assertThat(left(DonePartitions.of(done.toValue(), 2), "a", "b", "c", "d", "e"))
                .containsExactly("e");
    }
}
