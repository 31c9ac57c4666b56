package dev.ingest.lake.upkeep;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One kind of upkeep: looks whether there is something to do, which is done in steps. */
interface Chore {

    /**
     * A step to be done.
     *
     * @param takes how long it may take
     */
    record Work(Duration takes, Supplier<UpkeepStep> step) {}

    /** The next step; empty when the table is fine. */
    Optional<Work> due();

    String name();

    /** A chore of this name. */
    static Chore of(String name, Supplier<Optional<Work>> due) {
        return new Chore() {
            @Override
            public Optional<Work> due() {
                return due.get();
            }

            @Override
            public String name() {
                return name;
            }
        };
    }
}
