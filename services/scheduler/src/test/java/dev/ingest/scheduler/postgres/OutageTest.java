package dev.ingest.scheduler.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {
    @Test
    void databaseThatCannotBeReachedIsAway() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        Throwable failure =
                catchThrowable(() -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/x".formatted(port)));

        assertThat(Outage.is(new IllegalStateException("a fact's transaction failed", failure)))
                .isTrue();
        assertThat(Outage.is(new IllegalStateException(new TimeoutException()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P03", "53300", "40P01", "08006", "25006"})
    void databaseThatStartsStopsOrIsFullIsAway(String state) {
        assertThat(Outage.is(new IllegalStateException(refused(state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "42P01"})
    void factThatIsRefusedIsNotAnOutage(String state) {
        assertThat(Outage.is(new IllegalStateException(refused(state)))).isFalse();
    }

    @Test
    void defectIsNotAnOutage() {
        assertThat(Outage.is(new IllegalStateException("no such stream"))).isFalse();
    }

    private static PgException refused(String state) {
        return new PgException("refused", "ERROR", state, "");
    }
}
