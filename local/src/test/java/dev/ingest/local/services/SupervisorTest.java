package dev.ingest.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Ports ports = Ports.free();
    private Home home;

    @BeforeEach
    void installFakes() throws IOException {
        home = new Home(folder.resolve("home"));
        home.prepare();
        for (Service service : Service.values()) {
            Path target = Files.createDirectories(
                    folder.resolve("services").resolve(service.label()).resolve("target"));
            Path runner = target.resolve(service.label() + "-1-runner");
            Files.writeString(
                    runner,
                    "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp %s %s\n"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    Path.of("target/test-classes").toAbsolutePath(),
                                    FakeService.class.getName()));
            Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void deadServiceIsStartedAgainAndAllEndWithTheSupervisor() throws Exception {
        ProcessHandle second;
        try (Supervisor supervisor = supervisor(Map.of())) {
            supervisor.start();
            ProcessHandle first = process(Service.WRITER);
            first.destroyForcibly();
            first.onExit().join();

            second = awaitAnother(first);
            awaitReady(Service.WRITER);
        }
        assertThat(second.isAlive()).isFalse();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("writer ended with code 137: starts again in 500 ms");
        assertThat(home.logs().resolve("writer.log"))
                .content()
                .isEqualTo("this is service-writer\nthis is service-writer\nstopped politely\n");
    }

    @Test
    void whatIsStartedAgainIsWhatIsThereByThen() throws Exception {
        try (Supervisor supervisor = supervisor(Map.of())) {
            supervisor.start();
            Path target = folder.resolve("services/writer/target");
            Files.move(target.resolve("writer-1-runner"), target.resolve("writer-2-runner"));
            ProcessHandle first = process(Service.WRITER);
            first.destroyForcibly();
            first.onExit().join();

            awaitAnother(first);
            awaitReady(Service.WRITER);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("it stays down");
    }

    @Test
    void killedServiceStaysDownUntilItIsRestarted() throws Exception {
        try (Supervisor supervisor = supervisor(Map.of())) {
            supervisor.start();
            supervisor.kill("executor");
            assertThat(new Readiness().isReady(ports.url(Port.EXECUTOR))).isFalse();
            supervisor.restart("executor");
            assertThat(new Readiness().isReady(ports.url(Port.EXECUTOR))).isTrue();
            assertThatThrownBy(() -> supervisor.kill("cashier"))
                    .hasMessage("no such service: cashier (expected: one of scheduler, executor, writer,"
                            + " ingest-gateway, masking)");
        }
    }

    @Test
    void serviceThatWillNotStayUpIsGivenUpWithItsLog() throws Exception {
        try (Supervisor supervisor = supervisor(Map.of("FAKE_DIES", "yes"))) {
            assertThatThrownBy(supervisor::start)
                    .isInstanceOf(LocalFailure.class)
                    .hasMessage("scheduler does not stay up: see " + home.logs().resolve("scheduler.log"));
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("scheduler ended 6 times within a minute, last with code 3: it stays down");
    }

    @Test
    void orphansOfAKilledSupervisorAreEnded() throws Exception {
        Process orphan = new ProcessBuilder("sleep", "600").start();
        new ProcessRecord(home, "masking").write(orphan.toHandle());

        assertThat(Orphans.end(home)).containsExactly("masking");

        assertThat(orphan.waitFor()).isEqualTo(137);
        assertThat(Orphans.end(home)).isEmpty();
    }

    @Test
    void processWithTheSameIdButAnotherStartIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        Files.writeString(home.running().resolve("masking.pid"), stranger.pid() + " 2020-01-01T00:00:00Z");
        try {
            assertThat(Orphans.end(home)).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void missingProgramIsNamed() throws Exception {
        Files.delete(folder.resolve("services/scheduler/target/scheduler-1-runner"));
        try (Supervisor supervisor = supervisor(Map.of())) {
            assertThatThrownBy(supervisor::start)
                    .hasMessage("services/scheduler is not built: ./mvnw package -DskipTests");
        }
    }

    private Supervisor supervisor(Map<String, String> environment) {
        var progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));
        return new Supervisor(home, ports, folder, environment, false, progress);
    }

    private ProcessHandle process(Service service) {
        return new ProcessRecord(home, service.label()).alive().orElseThrow();
    }

    private ProcessHandle awaitAnother(ProcessHandle first) throws InterruptedException {
        var record = new ProcessRecord(home, Service.WRITER.label());
        while (record.alive().filter(process -> process.pid() != first.pid()).isEmpty()) {
            Thread.sleep(20);
        }
        return process(Service.WRITER);
    }

    private void awaitReady(Service service) throws InterruptedException {
        var readiness = new Readiness();
        while (!readiness.isReady(ports.url(service.port()))) {
            Thread.sleep(20);
        }
    }
}
