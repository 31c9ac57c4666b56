package dev.ingest.scheduler.batch;

import dev.ingest.contracts.TableRef;

/**
 * Whose batch size it is: a stream's, in one service. A stream is known by its table, which has one writer.
 *
 * @param tenant whose stream
 * @param service what works with the batch size
 * @param table the stream's table
 */
public record Target(String tenant, Service service, TableRef table) {
    /** Who works with batches. */
    public enum Service {
        /** Records in an envelope. */
        EXECUTOR("executor"),
        /** Records in a commit. */
        WRITER("writer");

        private final String stored;

        Service(String stored) {
            this.stored = stored;
        }

        /** As drains report it. */
        public String stored() {
            return stored;
        }
    }
}
