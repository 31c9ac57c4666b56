package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.executor.stack.StrictApi;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slice that cannot go on hands back what is left, wherever it stands. */
@ExecutorTest
class RestTest {
    private static final int PAGES = 5;

    private final String tenant =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final TableRef table = new TableRef("strict", "items");

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    private void knows(StrictApi api, String name) {
        executor.connector(tenant, name, api.manifest("items"));
        executor.pipeline(
                new PipelineSpec(tenant, name, name, 1, name, Map.of("credentials", Map.of("client_id", "me"))));
        secrets.write(
                tenant,
                name,
                Map.of("credentials.client_secret", "s", "credentials.refresh_token", StrictApi.FIRST_REFRESH_TOKEN));
    }

    private SliceRequested asks(String name, long number, Optional<String> state) {
        return new SliceRequested(
                tenant,
                name,
                name,
                "run-1",
                "items",
                tenant + "-" + number,
                number,
                name,
                1,
                table,
                Optional.empty(),
                Optional.empty(),
                state,
                1,
                0);
    }

    private List<Marker> markers() {
        return executor.markers(tenant, table);
    }

    /** The ids of every record sent, in the order of their envelopes. */
    private List<Integer> sent() {
        return executor.envelopes(tenant, table).stream()
                .flatMap(envelope -> new String(envelope.body(), UTF_8).lines())
                .map(line -> Integer.valueOf(line.replaceAll("[^0-9]", "")))
                .toList();
    }

    private static List<Integer> all() {
        return IntStream.rangeClosed(1, 2 * PAGES).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void whereverASliceIsCutItsRestBringsWhatWasLeft(int call) throws IOException {
        try (var cut = new StrictApi(PAGES, 1000);
                var free = new StrictApi(PAGES, 1000)) {
            executor.allow(tenant, cut.url(), free.url());
            knows(cut, "cut");
            knows(free, "free");
            cut.askToWait(call, 3600);

            executor.drained(asks("cut", 1, Optional.empty()));

            SliceCompleted shorter = (SliceCompleted) markers().getLast();
            assertThat(shorter.records()).isEqualTo(2L * (call - 1));
            assertThat(shorter.state()).isEmpty();
            Rest rest = shorter.rest().orElseThrow();

            executor.drained(asks("free", 2, Optional.of(rest.cursor())));

            SliceCompleted second = (SliceCompleted) markers().getLast();
            assertThat(second.rest()).isEmpty();
            assertThat(sent()).containsExactlyElementsOf(all());
            assertThat(free.calls()).isEqualTo(PAGES - call + 1);
        }
    }

    @Test
    void sliceThatFetchedNothingIsAskedForAgainFromWhereItStood() throws IOException {
        try (var cut = new StrictApi(PAGES, 1000);
                var free = new StrictApi(PAGES, 1000)) {
            executor.allow(tenant, cut.url(), free.url());
            knows(cut, "cut");
            knows(free, "free");
            cut.askToWait(1, 3600);

            executor.drained(asks("cut", 1, Optional.empty()));

            assertThat(markers()).singleElement().isInstanceOf(SliceAborted.class);
            SliceDeferred deferred = executor.facts(SliceDeferred.class).stream()
                    .filter(fact -> fact.tenant().equals(tenant))
                    .findFirst()
                    .orElseThrow();

            executor.drained(asks("free", 1, deferred.cursor()));

            assertThat(sent()).containsExactlyElementsOf(all());
        }
    }
}
