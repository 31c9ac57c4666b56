package dev.ingest.executor.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes();

    private Request waits(String credential, String stream, long number) {
        Request request = Given.request(credential, stream, number);
        lanes.add(request);
        return request;
    }

    private void rules(Request of, int concurrency, Map<String, String> groups) {
        lanes.of(of).know(of.source(), new StreamRules(concurrency, groups));
    }

    private List<Request> begun() {
        List<Request> begun = new ArrayList<>();
        Stream.iterate(lanes.begin(), Optional::isPresent, last -> lanes.begin())
                .forEach(request -> begun.add(request.orElseThrow()));
        return begun;
    }

    @Test
    void streamsOfACredentialRunSideBySideAndTheirSlicesInOrder() {
        Request first = waits("a", "orders", 1);
        Request second = waits("a", "orders", 2);
        Request other = waits("a", "customers", 1);
        rules(first, 4, Map.of());
        assertThat(begun()).containsExactly(first, other);
        lanes.ended(first);
        assertThat(begun()).containsExactly(second);
    }

    @Test
    void nothingBeginsUntilItsManifestIsKnownAndEachManifestIsAskedForOnce() {
        Request first = waits("a", "orders", 1);
        Request other = waits("a", "customers", 1);
        assertThat(begun()).isEmpty();
        assertThat(lanes.unasked()).containsExactly(first);
        assertThat(lanes.unasked()).isEmpty();
        rules(first, 2, Map.of());
        assertThat(begun()).containsExactly(first, other);
    }

    @Test
    void noMoreRunAtOnceThanTheManifestAllows() {
        Request first = waits("a", "s1", 1);
        waits("a", "s2", 1);
        waits("a", "s3", 1);
        rules(first, 2, Map.of());
        assertThat(begun()).hasSize(2);
        lanes.ended(first);
        assertThat(begun()).hasSize(1);
    }

    @Test
    void streamsThatExcludeEachOtherAreNotReadAtOnce() {
        Request first = waits("a", "s1", 1);
        Request excluded = waits("a", "s2", 1);
        Request free = waits("a", "s3", 1);
        rules(first, 4, Map.of("s1", "reports", "s2", "reports"));
        assertThat(begun()).containsExactly(first, free);
        lanes.ended(first);
        assertThat(begun()).containsExactly(excluded);
    }

    @Test
    void credentialsDoNotWaitForEachOtherAndWhoHasLeastGoesFirst() {
        Request first = waits("a", "s1", 1);
        waits("a", "s2", 1);
        waits("a", "s3", 1);
        rules(first, 4, Map.of());
        assertThat(lanes.begin()).contains(first);
        Request other = waits("b", "s1", 1);
        rules(other, 4, Map.of());
        assertThat(lanes.begin()).contains(other);
        assertThat(begun()).hasSize(2);
    }

    @Test
    void credentialThatIsStoppedBeginsNothingMoreAndOthersDo() {
        Request first = waits("a", "s1", 1);
        waits("a", "s2", 1);
        rules(first, 4, Map.of());
        lanes.close(first);
        Request other = waits("b", "s1", 1);
        rules(other, 4, Map.of());
        assertThat(begun()).containsExactly(other);
    }

    @Test
    void credentialThatIsStoppedIsNotHeld() {
        Request first = waits("a", "s1", 1);
        waits("a", "s1", 2);
        lanes.close(first);
        waits("a", "s1", 3);
        assertThat(lanes.requests()).isZero();
        assertThat(lanes.bytes()).isZero();
        assertThat(lanes.hasLeft()).isTrue();
    }

    @Test
    void whatDidNotBeginKeepsItsPlace() {
        Request first = waits("a", "s1", 1);
        waits("a", "s1", 2);
        rules(first, 1, Map.of());
        assertThat(lanes.begin()).contains(first);
        lanes.of(first).back(first);
        assertThat(lanes.begin()).contains(first);
    }

    @Test
    void whatIsHeldIsCounted() {
        Request first = waits("a", "s1", 1);
        rules(first, 1, Map.of());
        waits("b", "s1", 1);
        assertThat(lanes.requests()).isEqualTo(2);
        assertThat(lanes.bytes()).isEqualTo(2L * first.bytes());
        begun();
        lanes.ended(first);
        assertThat(lanes.requests()).isEqualTo(1);
        assertThat(lanes.bytes()).isEqualTo(first.bytes());
    }

    @Test
    void streamHasItsShareOfADrainAndTheRestIsLetGo() {
        Request first = Given.request("a", "s1", 1, 2);
        lanes.add(first);
        rules(first, 4, Map.of());
        Request second = Given.request("a", "s1", 2, 2);
        lanes.add(second);
        lanes.add(Given.request("a", "s1", 3, 2));
        Request other = Given.request("a", "s2", 1, 2);
        lanes.add(other);

        assertThat(begun()).containsExactly(first, other);
        lanes.ended(first);
        assertThat(begun()).containsExactly(second);
        lanes.ended(second);
        lanes.add(Given.request("a", "s1", 4, 2));

        assertThat(begun()).isEmpty();
        assertThat(lanes.requests()).isEqualTo(1);
        assertThat(lanes.hasLeft()).isTrue();
    }

    @Test
    void streamWithoutAShareIsReadAsLongAsThereIsTime() {
        Request first = waits("a", "s1", 1);
        rules(first, 1, Map.of());
        for (long number = 2; number <= 100; number++) {
            lanes.ended(lanes.begin().orElseThrow());
            waits("a", "s1", number);
        }
        assertThat(lanes.begin()).isPresent();
        assertThat(lanes.hasLeft()).isFalse();
    }

    @Test
    void whatDidNotBeginCountsForNothing() {
        Request first = Given.request("a", "s1", 1, 1);
        lanes.add(first);
        rules(first, 1, Map.of());
        assertThat(lanes.begin()).contains(first);
        lanes.of(first).back(first);
        assertThat(lanes.begin()).contains(first);
    }
}
