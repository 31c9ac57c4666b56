package dev.ingest.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterCommandsTest {
    private static final String LETTER = """
            {"namespace":"shop","table":"%s","id":"%s","reason":"price: too wide","stream":"%s",\
            "receivedAt":"2026-01-01T00:00:00Z"}""";

    private final Api api = Api.answering(DeadLetterCommandsTest::answer);

    @AfterEach
    void close() {
        api.close();
    }

    private static String answer(String asked) {
        if (asked.startsWith("/api/v1/pipelines/daily")) {
            return """
                    {"namespace":"shop","streams":[{"name":"orders","table":"orders"},{"name":"items","table":"lines"}]}""";
        }
        if (asked.contains("/replay")) {
            return "{\"request\":\"R\"}";
        }
        if (asked.contains("after=")) {
            return "{\"letters\":[%s]}".formatted(LETTER.formatted("orders", "c", "orders"));
        }
        return "{\"letters\":[%s,%s],\"next\":\"shop.orders/b\"}"
                .formatted(LETTER.formatted("lines", "a", "items"), LETTER.formatted("orders", "b", "orders"));
    }

    private List<String> run(String... words) {
        var out = new ByteArrayOutputStream();
        new DeadLetterCommands(
                        new Terminal(out, new PrintStream(out, true, UTF_8)),
                        Map.of("INGEST_URL", "http://" + api.host(), "INGEST_TOKEN", "t"))
                .run(Arrays.asList(words));
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void listFollowsThePages() {
        assertThat(run("list", "--reason", "too wide"))
                .containsExactly(
                        "shop.lines  a  2026-01-01T00:00:00Z  items  price: too wide",
                        "shop.orders  b  2026-01-01T00:00:00Z  orders  price: too wide",
                        "shop.orders  c  2026-01-01T00:00:00Z  orders  price: too wide");
        assertThat(api.requests())
                .containsExactly(
                        "/api/v1/dead-letters?limit=500&replayed=false&reason=too+wide",
                        "/api/v1/dead-letters?limit=500&replayed=false&reason=too+wide&after=shop.orders%2Fb");
    }

    @Test
    void listEndsWhereItIsToldTo() {
        assertThat(run("list", "--limit", "1")).hasSize(1);
        assertThat(run("list", "--stream", "orders", "--table", "shop.orders")).hasSize(2);
        assertThat(api.requests()).contains("/api/v1/dead-letters?limit=500&replayed=false&table=shop.orders");
    }

    @Test
    void replayAsksEveryTableThatHasLetters() {
        assertThat(run("replay", "--reason", "wide"))
                .containsExactly("shop.lines  asked for, request R", "shop.orders  asked for, request R");
        assertThat(api.requests())
                .contains(
                        "/api/v1/tables/shop/lines/dead-letters/replay",
                        "/api/v1/tables/shop/orders/dead-letters/replay");
    }

    @Test
    void replayOfAPipelineAsksItsTables() {
        assertThat(run("replay", "--pipeline", "daily"))
                .containsExactly("shop.orders  asked for, request R", "shop.lines  asked for, request R");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> run("replay", "--table", "a.b", "--pipeline", "daily"))
                .hasMessage("--table and --pipeline (expected one of them)");
        assertThatThrownBy(() -> run("eat")).hasMessageStartingWith("dead-letters: 'eat' (expected list or replay)");
        assertThatThrownBy(() -> new DeadLetterCommands(
                                new Terminal(new ByteArrayOutputStream(), new PrintStream(new ByteArrayOutputStream())),
                                Map.of())
                        .run(List.of("list")))
                .hasMessageStartingWith("INGEST_URL: is not set");
    }
}
