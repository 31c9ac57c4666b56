package dev.ingest.lake.upkeep;

/** Something that upkeep did, or tried in vain. */
public sealed interface UpkeepStep {

    /** Main's newest commit is someone else's and does not say what is applied: it is said again on top. */
    record Stamped() implements UpkeepStep {}

    /** @param branches of finished, dropped or forgotten slices, removed */
    record BranchesDropped(int branches) implements UpkeepStep {}

    /** @param snapshots forgotten, with the files that only they needed */
    record Expired(int snapshots) implements UpkeepStep {}

    /** @param manifests that main had before */
    record ManifestsRewritten(int manifests) implements UpkeepStep {}

    /** Old metadata files are removed from now on. */
    record MetadataTrimmed() implements UpkeepStep {}

    /** Data files became fewer, sorted, and without deleted rows. */
    record Compacted(int filesRead, int filesWritten, long bytesRead, long bytesWritten, long rows)
            implements UpkeepStep {}

    /** @param files that nothing referred to, removed */
    record OrphansRemoved(int files) implements UpkeepStep {}

    /**
     * A step that came to nothing. What it wrote is gone again, or left to the search for orphans where it is not certain that
     * nothing refers to it. It will be due again.
     */
    record Dropped(String step, RuntimeException reason) implements UpkeepStep {}
}
