package dev.ingest.tools;

import dev.ingest.connector.CheckResult;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.StreamInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Whether a manifest loads; with a configuration, whether the API answers. */
final class CheckCommand {
    private static final Set<String> OPTIONS = Set.of("--config", "--allow", "--now", "--compatibility");

    /** A check that takes longer has not worked. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Terminal terminal;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    void run(List<String> words) {
        Arguments arguments = Arguments.parse(words, OPTIONS);
        Subject subject = Subject.of(arguments);
        terminal.line(subject.file() + " loads: " + summary(subject.connector()));
        if (arguments.option("--config").isPresent()) {
            subject.requireValidConfig();
            connect(subject);
        }
    }

    private static String summary(Connector connector) {
        List<StreamInfo> streams = connector.streams();
        long incremental = streams.stream().filter(StreamInfo::incremental).count();
        return streams.size() + (streams.size() == 1 ? " stream" : " streams") + ", " + incremental + " incremental"
                + (connector.hasDynamicStreams() ? ", more that depend on the configuration" : "")
                + "; read as version " + Connector.LANGUAGE_VERSION + " of the language";
    }

    private void connect(Subject subject) {
        try (ConnectorSession session = subject.session()) {
            CheckResult result = subject.connector()
                    .check(subject.config(), session, session.now().plus(LONGEST));
            switch (result) {
                case CheckResult.Succeeded succeeded -> terminal.line("the API answers with this configuration");
                case CheckResult.Failed(var kind, var message) ->
                    throw new Failure(
                            "the API does not answer as expected (" + kind + ")\n  " + session.redact(message));
            }
        }
    }
}
