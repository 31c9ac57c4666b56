package dev.ingest.scheduler.connector;

import java.util.List;

/** What a manifest says about the next slices of a stream. */
public sealed interface StreamPlan {
    /** @param slices in the order of their data */
    record Planned(List<SliceBounds> slices) implements StreamPlan {
        public Planned {
            slices = List.copyOf(slices);
        }
    }

    /** @param message what to fix in the manifest or the pipeline's configuration */
    record Unplannable(String message) implements StreamPlan {}
}
