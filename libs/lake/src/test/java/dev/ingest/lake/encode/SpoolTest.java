package dev.ingest.lake.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    @TempDir
    Path folder;

    @Test
    void memoryFirstThenDiskAndEverythingIsReadBack() throws IOException {
        try (var spool = new Spool(folder, 1_000, 10_000)) {
            List<Spool.Kept> kept = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                kept.add(spool.keep(records(i)));
            }

            assertThat(spool.inMemory()).isEqualTo(1_000);
            assertThat(spool.onDisk()).isEqualTo(4_000);
            for (int i = 0; i < 50; i++) {
                assertThat(kept.get(i).read()).isEqualTo(records(i));
                assertThat(kept.get(i).length()).isEqualTo(100);
            }
            assertThat(files())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void noFileIsMadeWhileMemoryHoldsAll() throws IOException {
        try (var spool = new Spool(folder, 1_000, 0)) {
            spool.keep(records(1));
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void whatFitsNeitherBudgetIsRefusedAndNothingIsLost() {
        try (var spool = new Spool(folder, 100, 100)) {
            Spool.Kept inMemory = spool.keep(records(1));
            Spool.Kept onDisk = spool.keep(records(2));

            assertThatThrownBy(() -> spool.keep(records(3)))
                    .isInstanceOf(SpoolFullException.class)
                    .hasMessage("spool in " + folder
                            + ": 100 bytes do not fit: 100 of 100 bytes in memory are in use, 100 of 100 on disk");

            assertThat(inMemory.read()).isEqualTo(records(1));
            assertThat(onDisk.read()).isEqualTo(records(2));
        }
    }

    @Test
    void releasedRoomIsUsedAgain() {
        try (var spool = new Spool(folder, 100, 200)) {
            for (int round = 0; round < 5; round++) {
                Spool.Kept memory = spool.keep(records(1));
                Spool.Kept first = spool.keep(records(2));
                Spool.Kept second = spool.keep(records(3));
                assertThat(first.read()).isEqualTo(records(2));
                assertThat(second.read()).isEqualTo(records(3));
                Stream.of(memory, first, first, second).forEach(Spool.Kept::close);

                assertThat(spool.inMemory()).isZero();
                assertThat(spool.onDisk()).isZero();
                assertThatThrownBy(first::read).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void diskThatCannotBeWrittenIsToldAndNothingIsLost() {
        try (var spool = new Spool(folder.resolve("missing"), 100, 100)) {
            Spool.Kept kept = spool.keep(records(1));

            assertThatThrownBy(() -> spool.keep(records(2)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot write 100 bytes");

            assertThat(kept.read()).isEqualTo(records(1));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] records(int i) {
        byte[] records = new byte[100];
        Arrays.fill(records, (byte) i);
        return records;
    }
}
