package dev.ingest.tools;

import dev.ingest.connector.http.ReadException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The entry point of {@code ./ingest connector}, and of apply, diff, get, export, dead-letters and destination. */
public final class Main {
    static final String USAGE = """
            ./ingest connector check FILE [--config C]   whether a manifest loads; with a configuration, whether the API answers
            ./ingest connector read FILE --stream S [--config C] [--limit N] [--state STATE] [--now T]
                                                         records to the terminal, one JSON object per line
            ./ingest connector discover FILE [--config C]
                                                         every stream with its schema, one JSON object per line
            ./ingest connector schema                    the JSON Schema of manifests, for editors

            C and STATE are files; C is JSON or YAML with what the manifest's spec asks for. read goes on from the
            checkpoint in STATE, if it is there, and writes the new one. T is a moment such as 2026-01-31T00:00:00Z.
            --allow HOST:PORT                 reach a private address (repeat it for several)
            --compatibility strict|default    whatever the manifest says
            """;

    private Main() {}

    /** Lines of a stack that say where an unforeseen failure comes from. */
    private static final int PLACES = 5;

    /** Exits 0 when done, 1 with a message on standard error when something is to be put right. */
    public static void main(String[] args) {
        // The descriptor itself: a PrintStream would keep to itself that nobody reads any more.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(Arrays.asList(args), out, new PrintStream(System.err, true, StandardCharsets.UTF_8)));
    }

    static int run(List<String> args, OutputStream out, PrintStream err) {
        String command = args.isEmpty() ? "" : args.getFirst();
        List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
        Terminal terminal = new Terminal(out, err);
        try {
            switch (command) {
                case "apply" -> configuration(terminal).apply(rest);
                case "diff" -> {
                    return diff(terminal, rest);
                }
                case "get" -> configuration(terminal).get(rest);
                case "export" -> configuration(terminal).export(rest);
                case "check" -> new CheckCommand(terminal).run(rest);
                case "read" -> new ReadCommand(terminal).run(rest);
                case "discover" -> new DiscoverCommand(terminal).run(rest);
                case "dead-letters" -> new DeadLetterCommands(terminal, System.getenv()).run(rest);
                case "destination" -> {
                    return new DestinationCommands(terminal, System.getenv()).run(rest);
                }
                case "help" -> terminal.line(USAGE.stripTrailing());
                case "schema" -> new SchemaCommand(terminal).run(rest);
                default -> throw new Failure("unknown command '" + command + "'\n" + USAGE.stripTrailing());
            }
            return 0;
        } catch (Terminal.Gone closed) {
            return 0;
        } catch (Failure | ReadException failed) {
            terminal.say("ingest: " + failed.getMessage() + hint(command, String.valueOf(failed.getMessage())));
            return 1;
        } catch (RuntimeException unforeseen) {
            // Its message could hold a secret; where it comes from is enough to find it.
            terminal.say("ingest: unforeseen failure: " + unforeseen.getClass().getName() + place(unforeseen));
            return 1;
        }
    }

    private static ConfigurationCommands configuration(Terminal terminal) {
        return new ConfigurationCommands(terminal, System.getenv(), System.in);
    }

    /** A failure is no difference. */
    private static int diff(Terminal terminal, List<String> words) {
        try {
            return configuration(terminal).diff(words);
        } catch (Failure failed) {
            terminal.say("ingest: " + failed.getMessage());
            return ConfigurationCommands.TROUBLE;
        }
    }

    private static String place(RuntimeException thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .limit(PLACES)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
    }

    /** Whoever runs a command owns the machine, and may allow what a tenant may not; elsewhere the operator does. */
    private static String hint(String command, String problem) {
        if (!problem.matches("(?s).* is a (loopback|private|link-local) address.*")) {
            return "";
        }
        return command.equals("destination")
                ? "\n  an operator allows it: PUT /api/v1/tenants/{id}/egress"
                : "\n  to reach it: --allow HOST:PORT";
    }
}
