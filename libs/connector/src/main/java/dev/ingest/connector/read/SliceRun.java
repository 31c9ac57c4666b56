package dev.ingest.connector.read;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One pass over a slice: partitions, ranges, pages; it always knows where it stands. */
final class SliceRun {
    private final StreamRead reads;
    private final Incremental incremental;
    private final Value.Dict saved;
    private final PageSink sink;
    private final Resume from;
    private Partitions partitions;
    private DonePartitions done;
    private List<Resume.Open> pending;
    private Optional<Open> open = Optional.empty();
    private boolean stopped;
    private long pages;
    private long records;
    private long requestsGiven;
    private long bytesGiven;
    private long reported;
    private boolean told;
    private boolean untold;

    /** The partition and range that is being read. */
    private record Open(DonePartitions.Id partition, CursorRange range, PageSource loop, RangeCursor cursor) {}

    /** @param saved the stream's state in its own form, which holds that of its parents */
    SliceRun(StreamRead reads, Incremental incremental, Value.Dict saved, Resume from, PageSink sink) {
        this.reads = reads;
        this.incremental = incremental;
        this.saved = saved;
        this.partitions = new Partitions(reads, saved, this::gate);
        this.sink = sink;
        this.from = from;
        this.done = DonePartitions.of(from.done(), DonePartitions.LIMITS);
        this.pending = from.open();
        incremental.resume(from.progress());
        reads.client().resumeTries(from.tries());
    }

    long pages() {
        return pages;
    }

    long records() {
        return records;
    }

    /** What the API said there would be, where it did for all that was read. */
    Optional<Long> reported() {
        return told && !untold ? Optional.of(reported) : Optional.empty();
    }

    Optional<Value> state() {
        return incremental.state(partitions.parentStates());
    }

    /** Where the rest of the slice begins. */
    Resume position() {
        List<Resume.Open> places = Stream.concat(pending.stream(), open.map(SliceRun::place).stream())
                .toList();
        return new Resume(
                from.began(),
                done.toValue(),
                places,
                incremental.progress(),
                reads.client().openTries(),
                0);
    }

    private static Resume.Open place(Open now) {
        return new Resume.Open(
                now.partition().asLong(),
                now.range().start(),
                now.loop().place(),
                now.cursor().seen());
    }

    void run() {
        pass();
        if (!pending.isEmpty()) {
            // A parent that moves between pages while they are read is on none of them: it is looked for once more.
            done = done.again();
            partitions = new Partitions(reads, saved, this::gate);
            pass();
            pending = List.of();
        }
    }

    private void pass() {
        UnreadPartitions unread = new UnreadPartitions(done, incremental.isDistinct(), this::partition);
        partitions.forEach(unread);
        unread.end();
    }

    private void partition(Partition partition, DonePartitions.Id id) {
        Optional<Resume.Open> place =
                pending.stream().filter(each -> each.partition() == id.asLong()).findFirst();
        pending =
                pending.stream().filter(each -> each.partition() != id.asLong()).toList();
        read(partition, id, place);
    }

    private void read(Partition partition, DonePartitions.Id id, Optional<Resume.Open> place) {
        List<CursorRange> ranges = incremental.open(partition);
        int first = place.map(each -> indexOf(each, ranges)).orElse(0);
        Optional<Resume.Open> rest = place.filter(each -> indexOf(each, ranges) >= 0);
        for (CursorRange range : ranges.subList(Math.max(first, 0), ranges.size())) {
            range(partition, id, range, rest);
            rest = Optional.empty();
        }
        if (!ranges.isEmpty()) {
            incremental.close();
        }
    }

    /** Negative if the ranges are others than those of the pass that was interrupted: then all are read. */
    private static int indexOf(Resume.Open place, List<CursorRange> ranges) {
        return ranges.stream().map(CursorRange::start).toList().indexOf(place.rangeStart());
    }

    private void range(Partition partition, DonePartitions.Id id, CursorRange range, Optional<Resume.Open> place) {
        PageSource loop = reads.pages(partition, range);
        RangeCursor cursor = incremental.range(range, place.flatMap(Resume.Open::seen));
        open = Optional.of(new Open(id, range, loop, cursor));
        loop.run(place.flatMap(Resume.Open::token), this::gate, cursor, page -> give(page, cursor));
        cursor.close();
        open = Optional.empty();
        Optional<Long> total = place.isPresent() ? Optional.empty() : loop.reported();
        told |= total.isPresent();
        untold |= total.isEmpty();
        reported += total.orElse(0L);
    }

    private void gate() {
        if (stopped) {
            throw new DeferredException(reads.client().session().clock().instant());
        }
    }

    private void give(List<Selected> page, RangeCursor cursor) {
        List<Selected> accepted = cursor.accept(page);
        List<byte[]> json = accepted.stream()
                .filter(each -> each.oversized().isEmpty())
                .map(Selected::json)
                .toList();
        List<Oversized> oversized =
                accepted.stream().flatMap(each -> each.oversized().stream()).toList();
        ApiClient client = reads.client();
        Page given = new Page(json, oversized, client.requests() - requestsGiven, client.bytes() - bytesGiven);
        requestsGiven = client.requests();
        bytesGiven = client.bytes();
        client.forgetTries();
        // One response may be given on in several pages: a stop in between counts.
        stopped |= sink.page(given) == PageSink.Flow.STOP;
        pages++;
        records += accepted.size();
    }
}
