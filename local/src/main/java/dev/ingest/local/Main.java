package dev.ingest.local;

import dev.ingest.local.demo.KeycloakDemo;
import dev.ingest.local.demo.OrdersDemo;
import dev.ingest.local.demo.Surroundings;
import dev.ingest.local.oidc.TokenRequest;
import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.stack.RunningPorts;
import dev.ingest.local.state.LocalFailure;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The entry point of the {@code ingest} script and of the test kit. */
public final class Main {
    private Main() {}

    /** Exits 0 when done, 1 with one line on standard error when something is to be put right. */
    public static void main(String[] args) {
        var stop = new StopSignal(Thread.currentThread());
        int exit = exitCode(args);
        stop.finished();
        if (exit != 0) {
            // Everything is closed; an orderly exit would first spend a minute on the start-up cache of a run that
            // failed.
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(exit);
        }
        System.exit(exit);
    }

    private static int exitCode(String[] args) {
        try {
            return run(args, new Options(System.getenv()));
        } catch (LocalFailure e) {
            System.err.println("ingest: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            // Told to stop: everything was closed on the way here.
            return 0;
        } catch (Exception e) {
            LoggerFactory.getLogger(Main.class).error("unexpected", e);
            System.err.println("ingest: " + e);
            return 1;
        }
    }

    private static int run(String[] args, Options options) throws Exception {
        String command = args.length == 0 ? "" : args[0];
        switch (command) {
            case "stack" -> new Running(options, Installation.ours(), new Progress(System.err)).attached();
            case "run" -> new Running(options, Installation.ours(), new Progress(System.out)).detached();
            case "down" -> new Down(options.home(), new Progress(System.out)).run();
            case "status" -> {
                return new Status(options.home(), new Progress(System.out)).run() ? 0 : 1;
            }
            case "pids" -> pids(options);
            case "token" -> System.out.println(token(args.length > 1 ? args[1] : "operator", options));
            case "demo" ->
                demo(args.length > 1 ? args[1] : "orders", List.of(args).contains("--keep"), options);
            default -> throw new LocalFailure("unknown command: " + command);
        }
        return 0;
    }

    private static void demo(String name, boolean keep, Options options) throws Exception {
        var here = new Surroundings(
                options.home(),
                RunningPorts.read(options.home()),
                Installation.ours().repository(),
                new Progress(System.out));
        switch (name) {
            case "orders" -> new OrdersDemo(here).run();
            case "keycloak" -> new KeycloakDemo(here).run(keep);
            default -> throw new LocalFailure("no such demo: " + name + " (expected: orders, keycloak)");
        }
    }

    /** The ids of all processes of the stack, one per line. */
    private static void pids(Options options) throws Exception {
        for (ProcessHandle process : RunningProcesses.of(options.home())) {
            System.out.println(process.pid());
        }
    }

    private static String token(String client, Options options) throws InterruptedException {
        return new TokenRequest(RunningPorts.read(options.home()).url(Port.OIDC)).send(client);
    }
}
