package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a tenant used of a table on a day. Told once the day is over, and again with a greater revision if usage of that day is
 * heard of later: the greatest replaces the others.
 *
 * @param id of day, table, pipeline and revision, so that a repetition counts once
 * @param tenant who pays
 * @param day in UTC
 * @param table where it went
 * @param pipeline the pipeline, or none for pushed records
 * @param rows records applied
 * @param bytes bytes of the records as they arrived
 * @param files data files added
 * @param commits how many commits it was
 * @param revision counts what was heard of the day
 */
public record UsageBilled(
        String id,
        String tenant,
        LocalDate day,
        TableRef table,
        Optional<String> pipeline,
        long rows,
        long bytes,
        long files,
        long commits,
        long revision)
        implements Event {}
