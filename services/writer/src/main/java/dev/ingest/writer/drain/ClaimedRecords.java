package dev.ingest.writer.drain;

import dev.ingest.contracts.record.Claim;
import dev.ingest.lake.BrokenClaimException;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.Message;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Brings a table's claimed records in; its store is opened for the first of them. One that is over the limit is not read: it is
 * rejected, and kept where dead letters stay. One that is gone, or is not what was claimed, is rejected too: nobody can bring it
 * back by waiting, and those behind it would wait for ever.
 */
final class ClaimedRecords implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClaimedRecords.class);

    private final Supplier<ClaimStore> stores;
    private final int bytesMax;
    private Optional<ClaimStore> open = Optional.empty();

    ClaimedRecords(Supplier<ClaimStore> stores, int bytesMax) {
        this.stores = stores;
        this.bytesMax = bytesMax;
    }

    /** A claimed record as a message; what the store fails at is thrown on, because it may pass. */
    Message message(Position position, Op op, Claim claim) {
        if (claim.length() > bytesMax) {
            return Message.refused(
                    position,
                    op,
                    claim,
                    "a record of %d bytes (expected: at most %d, ingest.writer.record-bytes-max)"
                            .formatted(claim.length(), bytesMax));
        }
        try {
            return new Message(position, op, store().fetch(claim, bytesMax));
        } catch (BrokenClaimException broken) {
            LOG.errorf("a claimed record is lost: cause=%s", broken.getMessage());
            return Message.refused(position, op, claim, String.valueOf(broken.getMessage()));
        }
    }

    /** Where a rejected record's bytes stay; where they should have been, if there are none. */
    Claim kept(Claim claim) {
        try {
            return store().keep(claim);
        } catch (BrokenClaimException broken) {
            LOG.debugf("nothing to keep: cause=%s", broken.getMessage());
            return claim;
        }
    }

    private ClaimStore store() {
        if (open.isEmpty()) {
            open = Optional.of(stores.get());
        }
        return open.get();
    }

    @Override
    public void close() {
        open.ifPresent(ClaimStore::close);
    }
}
