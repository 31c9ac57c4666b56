package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pass over a slice: partitions, ranges, pages; it always knows where it stands. */
final class SliceRun {
    private static final String WHOLE = "";

    private final ApiClient client;
    private final StreamDefinition stream;
    private final StreamRead reads;
    private final Slice slice;
    private final Checkpoints checkpoints;
    private final PageSink sink;
    private final Set<String> known = new HashSet<>();
    private Resume resume;
    private Optional<Open> open = Optional.empty();
    private Optional<String> done = Optional.empty();
    private boolean stopped;
    private long pages;
    private long records;
    private long requestsGiven;
    private long bytesGiven;

    /**
     * @param saved the checkpoint the slice began with, as it was saved
     * @param base the same, to read from
     * @param reached what this read and those it goes on from have reached
     */
    record Checkpoints(Optional<Value> saved, CursorState base, CursorState reached) {}

    /** The partition and range that is being read. */
    private record Open(String partition, CursorRange range, PageLoop loop, Optional<CursorTracker> tracker) {}

    SliceRun(
            ApiClient client,
            StreamDefinition stream,
            StreamRead reads,
            Slice slice,
            Checkpoints checkpoints,
            Resume resume,
            PageSink sink) {
        this.client = client;
        this.stream = stream;
        this.reads = reads;
        this.slice = slice;
        this.checkpoints = checkpoints;
        this.resume = resume;
        this.sink = sink;
    }

    long pages() {
        return pages;
    }

    long records() {
        return records;
    }

    private boolean isPartitioned() {
        return !reads.retriever().routers().isEmpty();
    }

    Value state() {
        return checkpoints.reached().toValue(isPartitioned());
    }

    /** Where the rest of the slice begins. */
    String position() {
        Resume place = open.map(this::place).orElseGet(() -> isSkipping() ? resume : doneUpTo(done));
        return place.toCursor(state(), checkpoints.saved());
    }

    private static Resume doneUpTo(Optional<String> partition) {
        return new Resume(partition, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Resume place(Open now) {
        return new Resume(
                done,
                Optional.of(now.partition()),
                now.range().start(),
                now.loop().token(),
                now.tracker().flatMap(CursorTracker::seen));
    }

    void run() {
        everyPartition();
        if (isSkipping()) {
            // The partition it stood at is gone: nothing was read in this pass, so the slice starts anew.
            resume = Resume.BEGINNING;
            known.clear();
            everyPartition();
        }
    }

    private void everyPartition() {
        reads.partitions().forEach(reads.retriever().routers(), this::partition);
    }

    private boolean isSkipping() {
        return resume.done().isPresent() || resume.partition().isPresent();
    }

    private void partition(Partition partition) {
        String key = partition.key().orElse(WHOLE);
        if (stream.cursor().isPresent() && !known.add(key)) {
            return;
        }
        Resume from = Resume.BEGINNING;
        if (resume.partition().isPresent()) {
            if (!resume.partition().get().equals(key)) {
                return;
            }
            from = resume;
            resume = Resume.BEGINNING;
        } else if (resume.done().isPresent()) {
            resume = resume.done().get().equals(key) ? Resume.BEGINNING : resume;
            return;
        }
        read(partition, key, from);
        done = Optional.of(key);
    }

    private void read(Partition partition, String key, Resume from) {
        Optional<String> checkpoint = checkpoints.base().of(partition.key());
        List<CursorRange> ranges = ranges(checkpoint);
        int first = ranges.stream().map(CursorRange::start).toList().indexOf(from.rangeStart());
        // A start that depends on the time of day may have moved: then the partition is read anew.
        Resume place = first < 0 ? Resume.BEGINNING : from;
        for (CursorRange range : ranges.subList(Math.max(first, 0), ranges.size())) {
            Optional<String> seen = range(partition, key, range, place, checkpoint);
            place = new Resume(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), seen);
        }
        Optional<String> reached = place.seen().or(ranges.getLast()::start);
        reads.plan()
                .ifPresent(plan -> reached.ifPresent(
                        cursor -> checkpoints.reached().reached(partition.key(), cursor, plan.dates())));
    }

    /** A planned slice has its bounds; partitions cut their own, each from its own checkpoint. */
    private List<CursorRange> ranges(Optional<String> checkpoint) {
        return slice.start().isPresent()
                ? List.of(new CursorRange(slice.start(), slice.end()))
                : reads.ranges(checkpoint);
    }

    /** Gives the greatest cursor seen so far in this partition. */
    private Optional<String> range(
            Partition partition, String key, CursorRange range, Resume from, Optional<String> checkpoint) {
        PageLoop loop = reads.pages(partition, range);
        Optional<CursorTracker> tracker = stream.cursor()
                .flatMap(cursor ->
                        reads.plan().map(plan -> new CursorTracker(cursor, plan.dates(), checkpoint, from.seen())));
        open = Optional.of(new Open(key, range, loop, tracker));
        loop.run(from.token(), this::gate, page -> give(page, tracker));
        open = Optional.empty();
        return tracker.flatMap(CursorTracker::seen);
    }

    private void gate() {
        if (stopped) {
            throw new DeferredException(client.session().clock().instant());
        }
    }

    private boolean give(PageLoop.Read page, Optional<CursorTracker> tracker) {
        List<Selection.Selected> accepted =
                tracker.map(each -> each.accept(page.records())).orElse(page.records());
        List<byte[]> json = accepted.stream().map(Selection.Selected::json).toList();
        Page given = new Page(json, client.requests() - requestsGiven, client.bytes() - bytesGiven);
        requestsGiven = client.requests();
        bytesGiven = client.bytes();
        stopped = sink.page(given) == PageSink.Flow.STOP;
        pages++;
        records += json.size();
        return !tracker.map(each -> each.isPast(page.records())).orElse(false);
    }
}
