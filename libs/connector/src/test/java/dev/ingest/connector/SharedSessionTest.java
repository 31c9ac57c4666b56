package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.BudgetState;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the streams, connectors and processes of one credential have in common. */
class SharedSessionTest {
    private static final String BUDGET = """
            api_budget:
              type: HTTPAPIBudget
              policies:
                - type: MovingWindowCallRatePolicy
                  rates: [{ type: Rate, limit: 2, interval: PT1H }]
                  matchers: []
            """;

    private final TestTime time = new TestTime();

    private static Connector twoAnHour(String name) {
        return Connector.load(Yaml.stream().text() + BUDGET).named(name);
    }

    private SliceResult read(Connector connector, TestApi api, ConnectorSession session) {
        return connector.read(
                "things",
                Map.of("url", api.url()),
                Slice.WHOLE,
                session,
                time.instant().plusSeconds(240),
                new Collected());
    }

    private static TestApi api() {
        return TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"));
    }

    @Test
    void connectorsHaveBudgetsOfTheirOwn() {
        try (TestApi api = api();
                ConnectorSession session = time.session()) {
            assertThat(read(twoAnHour("one"), api, session)).isInstanceOf(SliceResult.Completed.class);
            assertThat(read(twoAnHour("one"), api, session)).isInstanceOf(SliceResult.Completed.class);
            assertThat(read(twoAnHour("two"), api, session)).isInstanceOf(SliceResult.Completed.class);
            assertThat(read(twoAnHour("one"), api, session)).isInstanceOf(SliceResult.Deferred.class);

            assertThat(session.budget().rates())
                    .containsOnlyKeys("one:api_budget.policies[0].rates[0]", "two:api_budget.policies[0].rates[0]");
            assertThat(session.budget().rates().get("two:api_budget.policies[0].rates[0]"))
                    .isEqualTo(new BudgetState.Rate(2, 1, TestTime.START.plusSeconds(3600)));
        }
    }

    @Test
    void anotherProcessHasWhatTheFirstLeft() {
        try (TestApi api = api();
                ConnectorSession first = time.session();
                ConnectorSession second = time.session()) {
            assertThat(read(twoAnHour("one"), api, first)).isInstanceOf(SliceResult.Completed.class);
            second.restore(first.budget());

            assertThat(read(twoAnHour("one"), api, second)).isInstanceOf(SliceResult.Completed.class);
            assertThat(read(twoAnHour("one"), api, second))
                    .isInstanceOfSatisfying(
                            SliceResult.Deferred.class,
                            rest -> assertThat(rest.notBefore()).isEqualTo(TestTime.START.plusSeconds(3600)));
            assertThat(api.requests()).hasSize(2);
            time.pass(java.time.Duration.ofHours(1));
            assertThat(read(twoAnHour("one"), api, second)).isInstanceOf(SliceResult.Completed.class);
        }
    }

    @Test
    void aPauseThatTheApiAskedForIsKeptByAnotherProcess() {
        try (TestApi api = TestApi.answering(request -> Answer.status(429, "Retry-After", "600"));
                ConnectorSession first = time.session();
                ConnectorSession second = time.session()) {
            assertThat(read(twoAnHour("one"), api, first)).isInstanceOf(SliceResult.Deferred.class);
            second.restore(first.budget());

            assertThat(read(twoAnHour("two"), api, second))
                    .isInstanceOfSatisfying(
                            SliceResult.Deferred.class,
                            rest -> assertThat(rest.notBefore()).isEqualTo(TestTime.START.plusSeconds(600)));
            assertThat(api.requests()).hasSize(1);
        }
    }
}
