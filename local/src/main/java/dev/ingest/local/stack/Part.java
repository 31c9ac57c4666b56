package dev.ingest.local.stack;

import dev.ingest.local.kafka.KafkaProcess;
import dev.ingest.local.postgres.PostgresServer;
import dev.ingest.local.state.Killable;
import java.util.Arrays;
import java.util.Optional;

/** What a test may kill of a stack, besides the services. */
public enum Part {
    POSTGRES("postgres", PostgresServer.class),
    KAFKA("kafka", KafkaProcess.class);

    private final String label;
    private final Class<? extends Killable> program;

    Part(String label, Class<? extends Killable> program) {
        this.label = label;
        this.program = program;
    }

    /** Its name. */
    String label() {
        return label;
    }

    Class<? extends Killable> program() {
        return program;
    }

    /** The part of that name; nothing if there is none. */
    public static Optional<Part> named(String label) {
        return Arrays.stream(values()).filter(part -> part.label.equals(label)).findFirst();
    }
}
