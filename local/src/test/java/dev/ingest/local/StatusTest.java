package dev.ingest.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.stack.RunningPorts;
import dev.ingest.local.state.LocalFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(said, true, UTF_8));

    @Test
    void whatListensOnATakenPortIsNotOurs() throws Exception {
        try (ServerSocket theirs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = theirs.getLocalPort() - (Ports.from(7000).of(Port.POSTGRES) - 7000);
            var options = new Options(Map.of("INGEST_HOME", folder.toString(), "INGEST_PORT_BASE", "" + base));
            var installation = new Installation(folder.resolve("app"));

            assertThatThrownBy(() -> new Running(options, installation, progress).detached())
                    .isInstanceOf(LocalFailure.class)
                    .hasMessageStartingWith("port ")
                    .hasMessageContaining(" is taken");

            said.reset();
            assertThat(new Status(options.home(), progress).run()).isFalse();
            assertThat(said.toString(UTF_8)).isEqualTo("nothing runs\n");
            assertThatThrownBy(() -> RunningPorts.read(options.home())).hasMessageStartingWith("nothing runs in ");
        }
    }
}
