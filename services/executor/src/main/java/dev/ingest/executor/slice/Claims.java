package dev.ingest.executor.slice;

import dev.ingest.contracts.record.Claim;
import dev.ingest.lake.ClaimStore;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts an attempt's large records where their tenant's tables are; opened for the first of them. */
final class Claims implements AutoCloseable {
    private final Supplier<ClaimStore> stores;
    private Optional<ClaimStore> open = Optional.empty();

    Claims(Supplier<ClaimStore> stores) {
        this.stores = stores;
    }

    /**
     * Stores a record.
     *
     * @throws dev.ingest.contracts.error.IngestException if the control plane does not say where, or is away
     * @throws PageSender.NotDurableException if the store does not take it
     */
    Claim put(byte[] record) {
        ClaimStore store = store();
        try {
            return store.put(record);
        } catch (RuntimeException refused) {
            throw new PageSender.NotDurableException(
                    "a record of %d bytes could not be stored".formatted(record.length), refused);
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
