package dev.ingest.lake;

import dev.ingest.egress.AllowedAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
        MISSING,
        /** What it takes to try it is missing: nothing was written that could be read. */
        NOT_TRIED
    }

    /** @param problem why it is not granted, in the words of who refused it; none if it is */
    public record Result(Right right, Outcome outcome, Optional<String> problem) {
        private static Result missing(Right right, Exception refused) {
            return new Result(right, Outcome.MISSING, Optional.of(DestinationCheck.problem(refused)));
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
        try (ClaimStore place = ClaimStore.open(destination, credentials, network)) {
            results.addAll(files(place.files(), place.folder() + FOLDER, name));
        } catch (Exception refused) {
            for (Right right : List.of(Right.WRITE, Right.READ, Right.LIST, Right.DELETE)) {
                results.add(Result.missing(right, refused));
            }
        }
        results.add(tried(Right.CATALOG, () -> {
            try (Lake lake = Lake.open(destination, credentials, network)) {
                return lake.find(NOBODYS);
            }
        }));
        return results;
    }

    private static List<Result> files(FileIO files, String folder, String name) {
        String file = folder + name;
        Result written = tried(Right.WRITE, () -> write(files, file));
        return List.of(
                written,
                written.outcome() == Outcome.GRANTED ? tried(Right.READ, () -> read(files, file)) : NOT_READ,
                tried(
                        Right.LIST,
                        () -> ((SupportsPrefixOperations) files)
                                .listPrefix(folder)
                                .iterator()
                                .hasNext()),
                tried(Right.DELETE, () -> {
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

    private static Result tried(Right right, Callable<?> work) {
        try {
            var ignored = work.call();
            return new Result(right, Outcome.GRANTED, Optional.empty());
        } catch (Exception refused) {
            return Result.missing(right, refused);
        }
    }

    /** What was there first says most. */
    private static String problem(Exception refused) {
        Throwable cause = refused;
        while (cause.getCause() != null && !(cause instanceof AccessRefusedException)) {
            cause = cause.getCause();
        }
        String message = Optional.ofNullable(cause.getMessage()).orElseGet(cause.getClass()::getSimpleName);
        return message.substring(0, Math.min(message.length(), PROBLEM_LENGTH_MAX));
    }
}
