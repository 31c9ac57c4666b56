package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.ForbiddenAddressException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class MetadataFileTest {

    private static final String LOCATION = "s3://lake/orders/metadata/00001-a.metadata.json";
    private static final byte[] CONTENT =
            "{\"location\":{\"format-version\":9},\"format-version\":2}".getBytes(StandardCharsets.UTF_8);

    private byte[] content = CONTENT;
    private int opened;

    @Test
    void whatTheNextMomentMendsIsReadThen() throws IOException {
        InputFile file = failing(
                S3Exception.builder().statusCode(503).build(),
                SdkClientException.create("connection reset"),
                new UncheckedIOException(new IOException("half of it")));
        try (SeekableInputStream in = file.newStream()) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(opened).isEqualTo(MetadataFile.TRIES_MAX);
    }

    @Test
    void callThatTookAllTheTimeThereIsIsNotRepeated() {
        assertThatThrownBy(failing(ApiCallTimeoutException.create(1_000))::newStream)
                .isInstanceOf(ReadFailure.class)
                .hasMessageContaining(LOCATION)
                .hasMessageContaining("1000");
        assertThat(opened).isEqualTo(1);
    }

    /** Iceberg would read it twenty times, and we with it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | it is no JSON object",
                "[]                                   | it is no JSON object",
                "<html>                               | Unexpected character ('<'",
                "{\"format-version\":2,\"schemas\":[   | Unexpected end-of-input",
                "{\"error\":\"sorry\"}                 | it has no format-version",
                "{\"format-version\":\"two\"}          | it has no format-version",
                "{\"format-version\":5}                | its format-version is 5"
            })
    void fileThatIsNoMetadataIsNamedAndReadOnce(String text, String why) {
        content = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(failing()::newStream)
                .isExactlyInstanceOf(LakeException.class)
                .hasMessageStartingWith(LOCATION + " is no table's metadata: " + why);
        assertThat(opened).isEqualTo(1);
    }

    /** Whoever reads it makes a difference between a table that is gone and one that cannot be seen. */
    @Test
    void fileThatIsGoneIsGoneAndOneThatIsRefusedIsNot() {
        assertThatThrownBy(failing(new NotFoundException("gone"))::newStream).isInstanceOf(NotFoundException.class);
        var refused = new AccessRefusedException("not yours", new IOException());
        assertThatThrownBy(failing(refused)::newStream).isSameAs(refused).isNotInstanceOf(NotFoundException.class);
        assertThat(opened).isEqualTo(2);
    }

    @Test
    void addressThatNothingMayBeSentToIsARefusal() {
        var network = new Network(Waits.USUAL, AllowedAddresses.NONE);
        InputFile elsewhere = new Troubled(List.of()) {
            @Override
            public SeekableInputStream newStream() {
                try {
                    network.guard(URI.create("http://127.0.0.1:1"));
                } catch (IOException unknown) {
                    throw new UncheckedIOException(unknown);
                }
                return super.newStream();
            }
        };
        assertThatThrownBy(MetadataFile.of(elsewhere)::newStream)
                .isInstanceOf(AccessRefusedException.class)
                .hasCauseInstanceOf(ForbiddenAddressException.class)
                .hasMessageContaining("127.0.0.1 is a loopback address");
    }

    private InputFile failing(RuntimeException... failures) {
        return MetadataFile.of(new Troubled(List.of(failures)));
    }

    private class Troubled implements InputFile {

        private final InputFile file = new InMemoryInputFile(LOCATION, content);
        private final Deque<RuntimeException> failures;

        Troubled(List<RuntimeException> failures) {
            this.failures = new ArrayDeque<>(failures);
        }

        @Override
        public SeekableInputStream newStream() {
            opened++;
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            return file.newStream();
        }

        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }
}
