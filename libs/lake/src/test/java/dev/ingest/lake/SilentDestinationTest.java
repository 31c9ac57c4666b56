package dev.ingest.lake;

import static dev.ingest.lake.Given.orders;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.index.KeyIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A destination that takes connections, which its machine does for it, and never answers. */
@Timeout(60)
class SilentDestinationTest {

    private static final Waits SHORT = new Waits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    @TempDir
    Path warehouse;

    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void catalogThatNeverAnswersIsGivenUp() {
        String uri = "jdbc:postgresql://127.0.0.1:%d/lake".formatted(silent.getLocalPort());
        try (var connections = new Connections(uri, Optional.empty(), SHORT)) {
            assertThatThrownBy(() -> connections.run(connection -> connection.isValid(1)))
                    .isInstanceOf(UncheckedSQLException.class)
                    .hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void storeThatNeverAnswersIsGivenUp() {
        Destination destination = Database.destination(
                "s3://warehouse/demo",
                Map.of(
                        Destination.S3_ENDPOINT, "http://127.0.0.1:" + silent.getLocalPort(),
                        Destination.S3_PATH_STYLE, "true",
                        Destination.REGION, "us-east-1"));
        var credentials = new LakeCredentials(Optional.empty(), Optional.of(new LakeCredentials.Login("id", "secret")));
        try (Lake lake = new Lake(
                Catalogs.open(destination, credentials, new Network(SHORT, AllowedAddresses.ALL)),
                destination,
                KeyIndex.none())) {
            // the limit that ends it closes the connection under the request, which the client reports as it may
            assertThatThrownBy(() -> lake.table(orders()))
                    .isInstanceOfAny(SdkClientException.class, UncheckedIOException.class);
        }
    }
}
