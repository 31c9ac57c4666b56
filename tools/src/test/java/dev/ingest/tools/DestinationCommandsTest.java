package dev.ingest.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DestinationCommandsTest {
    private static final String WRITE = "{\"right\":\"WRITE\",\"outcome\":\"GRANTED\",\"statement\":\"WriteFiles\"}";
    private static final String LIST =
            "{\"right\":\"LIST\",\"outcome\":\"MISSING\",\"statement\":\"ListFiles\",\"problem\":\"no s3:ListBucket\"}";

    private static final String AWAY =
            "{\"right\":\"CATALOG\",\"outcome\":\"FAILED\",\"problem\":\"http://c: Connection refused\"}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Api api = Api.answering(DestinationCommandsTest::answer);

    @AfterEach
    void close() {
        api.close();
    }

    private static String answer(String asked) {
        return switch (asked) {
            case "/api/v1/destinations/whole/check" -> "{\"granted\":true,\"rights\":[%s]}".formatted(WRITE);
            case "/api/v1/destinations/away/check" -> "{\"granted\":false,\"rights\":[%s]}".formatted(AWAY);
            case "/api/v1/destinations/half/check" -> "{\"granted\":false,\"rights\":[%s,%s]}".formatted(WRITE, LIST);
            default -> "{}";
        };
    }

    private int run(String... words) {
        var terminal = new Terminal(out, new PrintStream(out, true, UTF_8));
        return new DestinationCommands(terminal, Map.of("INGEST_URL", "http://" + api.host(), "INGEST_TOKEN", "t"))
                .run(List.of(words));
    }

    @Test
    void everyRightIsTold() {
        assertThat(run("check", "whole")).isZero();
        assertThat(out.toString(UTF_8).lines()).containsExactly("WRITE    GRANTED");
    }

    @Test
    void missingRightIsToldWithWhatGivesItAndTheCommandFails() {
        assertThat(run("check", "half")).isOne();
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "WRITE    GRANTED",
                        "LIST     MISSING",
                        "         no s3:ListBucket",
                        "         given by statement ListFiles of rolePolicy: GET /api/v1/destinations/half/access");
    }

    @Test
    void whatNobodyRefusedIsToldWithoutAStatement() {
        assertThat(run("check", "away")).isOne();
        assertThat(out.toString(UTF_8).lines())
                .containsExactly("CATALOG  FAILED", "         http://c: Connection refused");
    }

    @Test
    void answerThatGrantsNothingIsNoSuccess() {
        assertThat(run("check", "other")).isOne();
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> run("try", "x"))
                .hasMessage("destination: 'try x' (expected ./ingest destination check NAME)");
    }
}
