package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.util.Optional;

/**
 * Fetch one slice.
 *
 * @param tenant whose slice
 * @param credential name of the credential; with the tenant the Kafka key, so that one owner at a time spends its budget
 * @param pipeline name of the pipeline
 * @param run id of the run
 * @param stream name of the stream inside the connector
 * @param slice id of the slice, the same when it is requested again
 * @param number the slice's number within its stream, from 1, without gaps
 * @param connector name of the connector
 * @param connectorVersion its version
 * @param table where the records go
 * @param start lower cursor bound in the stream's own format, or none
 * @param end upper cursor bound in the stream's own format, or none
 * @param state the stream's checkpoint, or where a deferred slice goes on, JSON; none on a first run
 * @param batch how many records the executor puts into an envelope at most
 * @param slices how many slices of the stream a drain takes at most; 0 for as many as it has time for
 */
public record SliceRequested(
        String tenant,
        String credential,
        String pipeline,
        String run,
        String stream,
        String slice,
        long number,
        String connector,
        int connectorVersion,
        TableRef table,
        Optional<String> start,
        Optional<String> end,
        Optional<String> state,
        int batch,
        int slices)
        implements Event {

    /** The Kafka key. */
    public String key() {
        return tenant + "/" + credential;
    }

    /** This slice with an attempt's ULID. */
    public SliceAttempt attempt(String ulid) {
        return new SliceAttempt(pipeline, run, stream, slice, number, ulid);
    }
}
