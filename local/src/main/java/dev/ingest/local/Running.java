package dev.ingest.local;

import dev.ingest.local.control.ControlServer;
import dev.ingest.local.control.ServiceCommands;
import dev.ingest.local.services.Orphans;
import dev.ingest.local.services.Supervisor;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.stack.RunningPorts;
import dev.ingest.local.stack.Stack;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.HomeLock;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The long-running commands: the stack alone or with the services, until told to end. */
final class Running {
    /** The name of this process in the state folder. */
    static final String NAME = "stack";

    private final Options options;
    private final Installation installation;
    private final Progress progress;

    Running(Options options, Installation installation, Progress progress) {
        this.options = options;
        this.installation = installation;
        this.progress = progress;
    }

    private interface Life {
        void live(Stack stack, ServiceCommands services) throws Exception;
    }

    /** For a test run: says on standard output how to reach everything, and ends when standard input does. */
    void attached() throws Exception {
        start(options.services(), (stack, services) -> {
            try (ControlServer control = new ControlServer(stack, services)) {
                stack.environment().forEach((name, value) -> System.out.println(name + "=" + value));
                System.out.println("INGEST_CONTROL_URL=" + control.url());
                System.out.println("ready");
                System.out.flush();
                awaitEndOfInput();
            }
        });
    }

    /** For a person: everything, until the process is told to end. */
    void detached() throws Exception {
        try {
            start(true, (stack, services) -> {
                progress.say("ready");
                new CountDownLatch(1).await();
            });
        } catch (LocalFailure e) {
            // The script must not wait for our end: a JVM that records its start-up takes a while over it.
            progress.say("failed " + e.getMessage());
            throw e;
        }
    }

    /** The stack must not outlive whoever holds the other end. Read apart, because a read cannot be interrupted. */
    private static void awaitEndOfInput() throws InterruptedException {
        var ended = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                var _ = System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                LoggerFactory.getLogger(Running.class).warn("the other end is gone", e);
            } finally {
                ended.countDown();
            }
        });
        ended.await();
    }

    private void start(boolean withServices, Life life) throws Exception {
        Home home = options.home();
        home.prepare();
        HomeLock lock = HomeLock.acquire(home);
        try (lock) {
            RunningPorts.clear(home);
            new ProcessRecord(home, NAME).write(ProcessHandle.current());
            endOrphans(home);
            Stack.Setup setup = options.setup(installation.postgres());
            setup.ports().requireFree(); // before they are noted: what listens on a taken port is not ours
            RunningPorts.write(home, setup.ports());
            try (Stack stack = Stack.start(setup, progress)) {
                if (withServices) {
                    withServices(setup, stack, life);
                } else {
                    life.live(stack, ServiceCommands.none());
                }
            }
        }
    }

    private void withServices(Stack.Setup setup, Stack stack, Life life) throws Exception {
        try (Supervisor supervisor = new Supervisor(
                setup.home(),
                setup.ports(),
                installation.repository(),
                stack.environment(),
                options.startupCaches(),
                progress)) {
            supervisor.start();
            life.live(stack, supervisor);
        }
    }

    private void endOrphans(Home home) throws IOException, InterruptedException {
        for (String name : Orphans.end(home)) {
            progress.say("  ended " + name + ", left behind by a killed stack");
        }
    }
}
