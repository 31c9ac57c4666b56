package dev.ingest.local.stack;

/** Who listens, and how far from the base. The distances are part of what users know: they do not change. */
public enum Port {
    POSTGRES(32, "Postgres"),
    GATEWAY(80, "ingest-gateway"),
    SCHEDULER(81, "scheduler"),
    EXECUTOR(82, "executor"),
    WRITER(83, "writer"),
    MASKING(84, "masking"),
    OIDC(88, "OIDC"),
    S3(90, "S3"),
    KAFKA(92, "Kafka"),
    KAFKA_CONTROLLER(93, "Kafka controller"),
    SAMPLE_API(99, "sample API");

    private final int offset;
    private final String label;

    Port(int offset, String label) {
        this.offset = offset;
        this.label = label;
    }

    int offset() {
        return offset;
    }

    /** The name to show. */
    public String label() {
        return label;
    }
}
