package dev.ingest.scheduler.alert;

import dev.ingest.scheduler.postgres.TenantRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody has to look at, until it is resolved. */
@Entity
@Table(name = "alert")
public class Alert extends TenantRow {
    /** What an alert is about. */
    public enum Kind {
        /** The API refused a pipeline's credential. */
        PIPELINE_PAUSED,
        /** What a run fetched is not what it wrote, put aside and dropped as a repetition. */
        LEDGER_UNBALANCED,
        /** A table cannot be committed, so its records wait. */
        TABLE_PARKED,
        /** A stream's batches are the smallest there are, and still too much. */
        TUNING_STUCK,
        /** A tenant's month costs as much as its budget says, or nearly. */
        BUDGET,
        /** A notification could not be told for long, and is not tried any more. */
        NOTIFICATION_DISABLED
    }

    @Enumerated(EnumType.STRING)
    @Column
    public Kind kind;

    /** What it is about, within its kind. */
    @Column
    public String subject;

    /** What is wrong. */
    @Column
    public String message;

    /** What to do about it. */
    @Column
    public String action;

    /** Where to do it: a path of our REST. */
    @Column
    public String link;

    @Column(name = "raised_at")
    public Instant raisedAt;

    @Column(name = "resolved_at")
    public @Nullable Instant resolvedAt;
}
