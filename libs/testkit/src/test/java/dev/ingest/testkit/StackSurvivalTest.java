package dev.ingest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSurvivalTest {
    @TempDir
    Path folder;

    @Test
    void everythingOutlivesAStopAndAKill() throws Exception {
        Path home = folder.resolve("home");
        try (LocalStack first = LocalStack.start(home, Map.of("INGEST_KAFKA", "apart"))) {
            new Traces(first).leave();
            for (String part : List.of("kafka", "postgres")) {
                first.kill(part);
                assertThatThrownBy(() -> first.kill(part)).hasMessageContaining(part + " is down");
                first.restart(part);
            }
            assertThat(new Traces(first).found()).containsExactly("a message", "a row", "an object");
        }
        LocalStack second = LocalStack.start(home, Map.of());
        long postgres = postgresOf(home);
        second.kill();

        try (LocalStack third = LocalStack.start(home, Map.of())) {
            assertThat(new Traces(third).found()).containsExactly("a message", "a row", "an object");
            assertThat(postgresOf(home)).isNotEqualTo(postgres);
            assertThat(isPostgres(postgres)).isFalse();
        }
        assertThat(home.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void secondStartInTheSameFolderSaysSoInOneLine() {
        Path home = folder.resolve("home");
        try (LocalStack first = LocalStack.start(home, Map.of())) {
            assertThat(first.environment()).isNotEmpty();
            assertThatThrownBy(() -> LocalStack.start(home, Map.of()))
                    .hasMessageEndingWith(
                            "ingest: already running in " + home + ": see ./ingest status, or ./ingest down first");
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        int base = freeBase();
        try (ServerSocket taken = new ServerSocket(base + 92, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() ->
                            LocalStack.start(folder.resolve("home"), Map.of("INGEST_PORT_BASE", String.valueOf(base))))
                    .hasMessageEndingWith(
                            "ingest: port %d (Kafka) is taken: end what listens there, or set"
                                    + " INGEST_PORT_BASE to another base than %d",
                            base + 92, base);
        }
    }

    /** Below the ports that connections are given by themselves, or one of them may take one of the stack's. */
    private static int freeBase() {
        return IntStream.iterate(10_000, base -> base < 30_000, base -> base + 100)
                .filter(base -> IntStream.range(0, 100).allMatch(offset -> isFree(base + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static long postgresOf(Path home) throws Exception {
        return Long.parseLong(
                Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).getFirst());
    }

    private static boolean isPostgres(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }
}
