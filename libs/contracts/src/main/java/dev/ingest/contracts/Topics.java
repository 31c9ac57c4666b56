package dev.ingest.contracts;

import java.util.List;

/** The Kafka topics. A topic's partition count never changes: growing means a new topic. */
public final class Topics {
    /** Keyed by {@code tenant/credential}; value {@link dev.ingest.contracts.event.SliceRequested}. */
    public static final String REQUESTS = "ingest.requests";

    /** Keyed by {@code tenant/namespace.table}; value NDJSON or a {@link dev.ingest.contracts.event.Marker}. */
    public static final String RECORDS = "ingest.records";

    /** The wakeup for partition N of {@link #REQUESTS} is written to partition N. */
    public static final String WAKEUPS_EXECUTOR = "ingest.wakeups.executor";

    /** The wakeup for partition N of {@link #RECORDS} is written to partition N. */
    public static final String WAKEUPS_WRITER = "ingest.wakeups.writer";

    /** Compacted, keyed by {@code tenant/credential}; value {@link dev.ingest.contracts.event.BudgetSpent}. */
    public static final String BUDGETS = "ingest.budgets";

    /** Keyed by {@code tenant/namespace.table}: envelopes of a table that cannot be committed now. */
    public static final String PARKED = "ingest.parked";

    /** Keyed by tenant; value a {@link dev.ingest.contracts.event.Fact}. */
    public static final String FACTS = "ingest.facts";

    /** Keyed by tenant; value {@link dev.ingest.contracts.event.UsageRecorded}. */
    public static final String USAGE = "ingest.usage";

    /** Keyed by tenant; value {@link dev.ingest.contracts.event.UsageBilled}. */
    public static final String BILLING = "ingest.billing";

    /** Every topic, in the order of this file. */
    public static final List<String> ALL =
            List.of(REQUESTS, RECORDS, WAKEUPS_EXECUTOR, WAKEUPS_WRITER, BUDGETS, PARKED, FACTS, USAGE, BILLING);

    private Topics() {}
}
