package dev.ingest.lake;

import dev.ingest.lake.index.KeyIndex;
import java.util.Optional;

/** A table that runs bring anew: some come to their end, some are given up. */
final class RefreshStory extends Story {

    private Model collected = new Model();
    private int runs = 1;
    private long slicesOfRun;
    private long recordsOfRun;
    private long through;
    private int swaps;

    RefreshStory(int seed, KeyIndex index) {
        super(
                seed,
                TableSpec.fullRefresh(
                        Given.ORDERS,
                        Given.orders().columns(),
                        Given.orders().key(),
                        Given.orders().cursor()),
                index);
    }

    @Override
    int swaps() {
        return swaps;
    }

    @Override
    void happen() {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> stage();
            case 3 -> retrySlice();
            case 4, 5 -> collect();
            case 6, 7 -> swap();
            default -> giveUp();
        }
        if (random.nextInt(3) == 0) {
            others();
        }
    }

    @Override
    String run() {
        return "run-%05d".formatted(runs); // in the order of their text, as ids are
    }

    private void collect() {
        if (open.isEmpty()) {
            return;
        }
        long number = anyOpen();
        Attempt slice = required(number);
        Expected expected = slice.expected();
        despiteCrashes(
                "collect " + slice.attempt().branch(),
                table -> table.collect(slice.attempt(), expected, Reached.all(Optional.empty())));
        collected.apply(slice.orders());
        open.remove(number);
        slicesOfRun++;
        recordsOfRun += expected.records();
        through = Math.max(through, number);
    }

    /** When no slice of the run is missing. */
    private void swap() {
        while (!open.isEmpty()) {
            collect();
        }
        if (slicesOfRun == 0) {
            return;
        }
        var refresh = new Refresh("demo/orders", run());
        var all = new Collected(slicesOfRun, through, recordsOfRun);
        despiteCrashes("swap " + refresh, table -> table.swap(refresh, all));
        replaced(collected);
        swaps++;
        nextRun();
    }

    /** What it brought is in nobody's way. */
    private void giveUp() {
        open.clear();
        nextRun();
    }

    private void nextRun() {
        collected = new Model();
        runs++;
        slicesOfRun = 0;
        recordsOfRun = 0;
    }
}
