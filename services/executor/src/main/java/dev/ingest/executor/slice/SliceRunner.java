package dev.ingest.executor.slice;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.destination.ClaimStores;
import dev.ingest.executor.session.Sources;
import dev.ingest.lake.ClaimStore;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Begins attempts of slices. */
@Singleton
public final class SliceRunner {
    private final ControlPlane control;
    private final Sources sources;
    private final SliceTeller teller;
    private final SliceEnding ending;
    private final ClaimStores claimStores;
    private final Ulid attempts = new Ulid(Clock.systemUTC());

    SliceRunner(
            ControlPlane control, Sources sources, SliceTeller teller, SliceEnding ending, ClaimStores claimStores) {
        this.control = control;
        this.sources = sources;
        this.teller = teller;
        this.ending = ending;
        this.claimStores = claimStores;
    }

    /** A new attempt; nothing is done before it is told to run. */
    public SliceRun attempt(SliceRequested request, Instant deadline) {
        return new SliceRun(
                request,
                request.attempt(attempts.next()),
                deadline,
                control,
                sources,
                teller,
                ending,
                new Claims(() -> claimStore(request)));
    }

    private ClaimStore claimStore(SliceRequested request) {
        return claimStores.open(
                request.tenant(),
                control.table(request.tenant(), request.table()).destination());
    }
}
