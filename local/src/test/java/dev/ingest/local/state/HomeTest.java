package dev.ingest.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void fullDiskIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> new Home(folder).prepare(Long.MAX_VALUE))
                .isInstanceOf(LocalFailure.class)
                .hasMessageStartingWith("disk too full: ")
                .hasMessageContaining("free under " + folder);
    }

    @Test
    void passwordsAreTheirOwnersOnlyAndStayTheSame() throws IOException {
        Home home = new Home(folder.resolve("home"));
        home.prepare();

        String made = new Keys(home).password("one");

        assertThat(made).hasSize(32).isNotEqualTo(new Keys(home).password("two"));
        assertThat(new Keys(home).password("one")).isEqualTo(made);
        assertThat(modeOf(home.keys())).isEqualTo("rwx------");
        assertThat(modeOf(home.keys().resolve("one"))).isEqualTo("rw-------");
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
