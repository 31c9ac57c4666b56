package dev.ingest.lake;

import dev.ingest.egress.AllowedAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Does once, with a small file and a table that nobody has, what writing a table takes; each right is tried by itself. */
public final class DestinationCheck {

    private static final String FOLDER = "/.ingest-check/";
    private static final TableId NOBODYS = new TableId("ingest_check", "ingest_check");
    private static final int PROBLEM_LENGTH_MAX = 500;

    /** Somebody waits for the answer: a store that hangs at all of them takes less than two minutes. */
    private static final Waits WAITS = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));

    /** A store may refuse to say that a file is not there. */
    private static final Result NOT_READ =
            new Result(Right.READ, Outcome.NOT_TRIED, Optional.of("nothing was written that could be read"));

    private DestinationCheck() {}

    /** What is tried, in this order. */
    public enum Right {
        WRITE,
        READ,
        LIST,
        DELETE,
        CATALOG
    }

    /** What came of it. */
    public enum Outcome {
        GRANTED,
        /** Whoever was asked refuses it. */
        MISSING,
        /** Nobody refused it, and it was not done: an address that does not answer, say. */
        FAILED,
        /** What it takes to try it is missing: nothing was written that could be read. */
        NOT_TRIED
    }

    /** @param problem why it is not granted, in the words of who refused it; none if it is */
    public record Result(Right right, Outcome outcome, Optional<String> problem) {
        private static Result of(Right right, String where, Exception failure) {
            return Refusal.isOne(failure)
                    ? new Result(right, Outcome.MISSING, Optional.of(cut(first(failure))))
                    : new Result(right, Outcome.FAILED, Optional.of(cut(where + ": " + first(failure))));
        }
    }

    /**
     * Tries each right.
     *
     * @param allowed where catalog and store may be beyond public addresses
     * @param name of the small file, new each time
     */
    public static List<Result> run(
            Destination destination, LakeCredentials credentials, AllowedAddresses allowed, String name) {
        var network = new Network(WAITS, allowed);
        List<Result> results = new ArrayList<>();
        String catalog = catalog(destination);
        try (ClaimStore place = ClaimStore.open(destination, credentials, network)) {
            results.addAll(files(place.files(), store(destination), place.folder() + FOLDER, name));
        } catch (Exception failure) {
            for (Right right : List.of(Right.WRITE, Right.READ, Right.LIST, Right.DELETE)) {
                results.add(Result.of(right, destination.opensByCatalog() ? catalog : store(destination), failure));
            }
        }
        results.add(tried(Right.CATALOG, catalog, () -> {
            try (Lake lake = Lake.open(destination, credentials, network)) {
                return lake.find(NOBODYS);
            }
        }));
        return results;
    }

    private static String catalog(Destination destination) {
        return destination.uri().isEmpty() ? "catalog " + destination.catalogName() : destination.uri();
    }

    private static String store(Destination destination) {
        return Optional.ofNullable(destination.properties().get(Destination.S3_ENDPOINT))
                .orElse(destination.opensByCatalog() ? "the store" : destination.warehouse());
    }

    private static List<Result> files(FileIO files, String store, String folder, String name) {
        String file = folder + name;
        Result written = tried(Right.WRITE, store, () -> write(files, file));
        return List.of(
                written,
                written.outcome() == Outcome.GRANTED ? tried(Right.READ, store, () -> read(files, file)) : NOT_READ,
                tried(
                        Right.LIST,
                        store,
                        () -> ((SupportsPrefixOperations) files)
                                .listPrefix(folder)
                                .iterator()
                                .hasNext()),
                tried(Right.DELETE, store, () -> {
                    files.deleteFile(file);
                    return true;
                }));
    }

    private static boolean write(FileIO files, String file) throws IOException {
        try (OutputStream out = files.newOutputFile(file).createOrOverwrite()) {
            out.write('x');
        }
        return true;
    }

    private static int read(FileIO files, String file) throws IOException {
        try (InputStream in = files.newInputFile(file).newStream()) {
            return in.read();
        }
    }

    private static Result tried(Right right, String where, Callable<?> work) {
        try {
            var ignored = work.call();
            return new Result(right, Outcome.GRANTED, Optional.empty());
        } catch (Exception failure) {
            return Result.of(right, where, failure);
        }
    }

    /** What was there first says most. */
    private static String first(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof AccessRefusedException)) {
            cause = cause.getCause();
        }
        String message = Optional.ofNullable(cause.getMessage()).orElseGet(cause.getClass()::getSimpleName);
        // its message is the name alone
        return cause instanceof UnknownHostException ? "unknown host " + message : message;
    }

    private static String cut(String problem) {
        return problem.substring(0, Math.min(problem.length(), PROBLEM_LENGTH_MAX));
    }
}
