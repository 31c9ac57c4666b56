package dev.ingest.tools;

import dev.ingest.connector.ConfiguredConnector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.read.Page;
import dev.ingest.connector.read.PageSink.Flow;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records of one stream to the terminal, and the checkpoint that comes of them. */
final class ReadCommand {
    private static final Set<String> OPTIONS =
            Set.of("--config", "--stream", "--limit", "--state", "--allow", "--now", "--compatibility");

    /** Lines about records that are too large; further ones are counted only. */
    private static final int TOO_LARGE_SAID_MAX = 10;

    private final Terminal terminal;
    private long left;
    private long records;
    private long tooLarge;
    private boolean gone;

    ReadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    void run(List<String> words) {
        Arguments arguments = Arguments.parse(words, OPTIONS);
        Subject subject = Subject.of(arguments);
        String stream = arguments.required("--stream");
        left = arguments.limit();
        subject.requireValidConfig();
        try (ConnectorSession session = subject.session()) {
            Optional<String> saved = saved(subject);
            Optional<String> state = read(session, subject.configured(session), stream, saved);
            report(subject, state);
        }
    }

    private static Optional<String> saved(Subject subject) {
        return subject.state().filter(Files::exists).map(ReadCommand::json);
    }

    private static String json(Path file) {
        String text = Subject.text(file).strip();
        try {
            JsonDocument.value(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException invalid) {
            throw new Failure(file + ": " + invalid.problem() + " (expected a state that a read wrote)", invalid);
        }
        return text;
    }

    /** Gives the checkpoint; empty if there is none, or the end was not reached. */
    private Optional<String> read(
            ConnectorSession session, ConfiguredConnector connector, String stream, Optional<String> saved) {
        Optional<String> state = saved;
        for (Slice slice : connector.plan(stream, saved)) {
            SliceResult result = connector.read(stream, slice, this::page);
            while (result instanceof SliceResult.Deferred deferred && !isEnough()) {
                await(session, deferred.notBefore());
                result = connector.read(stream, slice.withCursor(deferred.cursor()), this::page);
            }
            switch (result) {
                case SliceResult.Completed(var cursor, long pages, long count, var reported) -> state = cursor;
                case SliceResult.Failed(var kind, var message) ->
                    throw new Failure("the read failed (" + kind + ") after " + records + " records\n  " + message);
                case SliceResult.Deferred stopped -> state = Optional.empty();
            }
            if (isEnough()) {
                return result instanceof SliceResult.Completed ? state : Optional.empty();
            }
        }
        return state;
    }

    private boolean isEnough() {
        return left <= 0 || gone;
    }

    private Flow page(Page page) {
        for (Oversized record : page.oversized()) {
            if (++tooLarge <= TOO_LARGE_SAID_MAX) {
                terminal.say("no record, but a dead letter of a run: " + record.reason());
            }
        }
        for (byte[] record : page.records()) {
            if (isEnough()) {
                return Flow.STOP;
            }
            try {
                terminal.line(record);
            } catch (Terminal.Gone closed) {
                gone = true;
                return Flow.STOP;
            }
            left--;
            records++;
        }
        return isEnough() ? Flow.STOP : Flow.CONTINUE;
    }

    private void await(ConnectorSession session, Instant notBefore) {
        Duration wait = Duration.between(session.now(), notBefore);
        if (wait.isPositive()) {
            terminal.say("the API asks to wait until " + notBefore);
            try {
                Thread.sleep(wait);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Failure("stopped while waiting for the API", stopped);
            }
        }
    }

    private void report(Subject subject, Optional<String> state) {
        terminal.say(records
                + (records == 1 ? " record" : " records")
                + (tooLarge == 0 ? "" : " and " + tooLarge + " too large to be one")
                + (isEnough() ? "; stopped there, so there is no new state" : ""));
        if (!isEnough() && state.isPresent()) {
            terminal.say("state " + state.get());
            subject.state().ifPresent(file -> write(file, state.get()));
        }
    }

    private static void write(Path file, String state) {
        try {
            Files.writeString(file, state + "\n");
        } catch (IOException failed) {
            throw new Failure(file + ": the state cannot be written: " + failed.getMessage(), failed);
        }
    }
}
