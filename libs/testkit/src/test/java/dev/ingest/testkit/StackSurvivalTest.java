package dev.ingest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSurvivalTest {
    @TempDir
    Path folder;

    @Test
    void everythingOutlivesAStopAndAKill() throws Exception {
        Path home = folder.resolve("home");
        try (LocalStack first = LocalStack.start(home, Map.of())) {
            new Traces(first).leave();
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
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = taken.getLocalPort() - 92;
            assertThatThrownBy(() ->
                            LocalStack.start(folder.resolve("home"), Map.of("INGEST_PORT_BASE", String.valueOf(base))))
                    .hasMessageEndingWith(
                            "ingest: port %d (Kafka) is taken: end what listens there, or set"
                                    + " INGEST_PORT_BASE to another base than %d",
                            base + 92, base);
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
