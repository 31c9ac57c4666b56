package dev.ingest.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverTest {
    @TempDir
    Path data;

    private Path note(long pid) throws IOException {
        return Files.writeString(data.resolve("postmaster.pid"), pid + "\n");
    }

    @Test
    void noteThatNamesAnotherProgramIsTakenAway() throws IOException, InterruptedException {
        Path note = note(ProcessHandle.current().pid());
        Leftover.forgetDead(data);
        assertThat(note).doesNotExist();
    }

    @Test
    void noteStaysWhileAProcessStillWorksInTheFolder() throws IOException, InterruptedException {
        Path note = note(ProcessHandle.current().pid());
        Process backEnd =
                new ProcessBuilder("sleep", "1").directory(data.toFile()).start();
        Leftover.forgetDead(data);
        assertThat(backEnd.isAlive()).isFalse();
        assertThat(note).doesNotExist();
    }

    @Test
    void folderWithoutANoteIsFine() throws IOException, InterruptedException {
        Leftover.forgetDead(data);
        assertThat(data).isEmptyDirectory();
    }
}
