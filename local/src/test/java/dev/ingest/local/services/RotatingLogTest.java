package dev.ingest.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingLogTest {
    @TempDir
    Path folder;

    @Test
    void fullFileMakesRoomAndTheOldestGoes() throws IOException {
        Path file = folder.resolve("a.log");
        var log = new RotatingLog(file, 10);

        log.copy(lineByLine("1st line..\n2nd line..\n3rd line..\n4th line..\n5th\n"));

        assertThat(file).content().isEqualTo("5th\n");
        assertThat(folder.resolve("a.log.1")).content().isEqualTo("4th line..\n");
        assertThat(folder.resolve("a.log.2")).content().isEqualTo("3rd line..\n");
        assertThat(folder.resolve("a.log.3")).doesNotExist();
    }

    @Test
    void nextRunAppends() throws IOException {
        Path file = folder.resolve("a.log");
        new RotatingLog(file, 1000).copy(lineByLine("one\n"));
        new RotatingLog(file, 1000).copy(lineByLine("two\n"));
        assertThat(file).content().isEqualTo("one\ntwo\n");
    }

    /** As a pipe does: what is there, not what was asked for. */
    private static InputStream lineByLine(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes) {
                int count = 0;
                int next = read();
                while (next >= 0) {
                    bytes[count++] = (byte) next;
                    next = next == '\n' ? -1 : read();
                }
                return count == 0 ? -1 : count;
            }
        };
    }
}
