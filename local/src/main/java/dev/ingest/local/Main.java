package dev.ingest.local;

import dev.ingest.local.control.ControlServer;
import dev.ingest.local.control.ServiceCommands;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.stack.Stack;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.HomeLock;
import dev.ingest.local.state.LocalFailure;
import java.io.OutputStream;
import java.nio.file.Path;

/** The entry point: {@code stack} runs the parts for as long as its input stays open. */
public final class Main {
    private Main() {}

    /** Exits 0 when done, 1 with one line on standard error when something is to be put right. */
    public static void main(String[] args) throws Exception {
        try {
            run(args.length == 0 ? "" : args[0], new Options(System.getenv()));
        } catch (LocalFailure e) {
            System.err.println("ingest: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void run(String command, Options options) throws Exception {
        switch (command) {
            case "stack" -> stack(options);
            default -> throw new LocalFailure("unknown command: " + command + " (expected: stack)");
        }
    }

    private static void stack(Options options) throws Exception {
        Home home = options.home();
        home.prepare();
        HomeLock lock = HomeLock.acquire(home);
        try (lock;
                Stack stack = Stack.start(options.setup(programs()), new Progress(System.err));
                ControlServer control = new ControlServer(stack, ServiceCommands.none())) {
            stack.environment().forEach((name, value) -> System.out.println(name + "=" + value));
            System.out.println("INGEST_CONTROL_URL=" + control.url());
            System.out.println("ready");
            System.out.flush();
            // The stack must not outlive whoever holds the other end.
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Beside the application, so that every stack of this machine shares them. */
    private static Path programs() throws Exception {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar.resolveSibling("postgres");
    }
}
