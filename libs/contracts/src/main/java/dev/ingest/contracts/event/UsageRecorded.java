package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.time.Instant;
import java.util.Optional;

/**
 * What one publish or pushed batch used. Never told for branch or upkeep commits.
 *
 * @param id table and snapshot id, so that a replay counts once
 * @param tenant who pays
 * @param table where it went
 * @param pipeline the pipeline, or none for pushed records
 * @param rows records applied
 * @param bytes bytes of the records as they arrived
 * @param files data files added
 * @param at when
 */
public record UsageRecorded(
        String id,
        String tenant,
        TableRef table,
        Optional<String> pipeline,
        long rows,
        long bytes,
        int files,
        Instant at)
        implements Event {

    /** The usage that a commit stands for. */
    public static UsageRecorded of(TableCommitted commit) {
        return new UsageRecorded(
                commit.table().key(commit.tenant()) + "/" + commit.snapshotId(),
                commit.tenant(),
                commit.table(),
                commit.pipeline(),
                commit.rows(),
                commit.bytes(),
                commit.files(),
                commit.committedAt());
    }
}
