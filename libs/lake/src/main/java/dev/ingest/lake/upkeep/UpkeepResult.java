package dev.ingest.lake.upkeep;

import java.util.List;

/**
 * What came of a table's upkeep.
 *
 * @param steps done, in their order; none when nothing was due
 * @param isDue whether there is more to do that did not fit
 */
public record UpkeepResult(List<UpkeepStep> steps, boolean isDue) {
    public UpkeepResult {
        steps = List.copyOf(steps);
    }
}
