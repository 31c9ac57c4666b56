package dev.ingest.writer.drain;

import dev.ingest.contracts.event.SliceAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides a table's messages into steps. Messages that become rows of {@code main} keep their order among each other, and so do
 * the messages of one attempt; pages of different attempts, which lie on branches of their own, need none, so that slices that
 * are fetched side by side do not cut each other's commits short.
 */
final class Steps {
    private final int recordsMax;
    private final long bytesMax;
    private final List<Step> steps = new ArrayList<>();
    private final Map<SliceAttempt, Collected> pages = new LinkedHashMap<>();
    private Collected pushed = new Collected();

    /** What the next commit has so far. Its sums are kept, because a commit may have as many messages as records. */
    private final class Collected {
        private final List<Incoming.Records> messages = new ArrayList<>();
        private long records;
        private long bytes;

        /** Answers whether the commit is full with it. */
        boolean add(Incoming.Records message) {
            messages.add(message);
            records += message.envelope().records();
            bytes += message.bytes();
            return records >= recordsMax || bytes >= bytesMax;
        }
    }

    private Steps(int recordsMax, long bytesMax) {
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
    }

    /**
     * The steps, in the order in which they are to be done.
     *
     * @param recordsMax most records of a commit; one message more may be over it
     * @param bytesMax most bytes of a commit's records, those included that are elsewhere; one message more may be over it
     */
    static List<Step> of(List<Incoming.OfTable> messages, int recordsMax, long bytesMax) {
        var all = new Steps(recordsMax, bytesMax);
        messages.forEach(all::add);
        all.push();
        List.copyOf(all.pages.keySet()).forEach(all::stage);
        return all.steps;
    }

    private void add(Incoming.OfTable message) {
        switch (message) {
            case Incoming.Records records -> addRecords(records);
            case Incoming.Marked marked -> addMarker(marked);
        }
    }

    private void addRecords(Incoming.Records records) {
        if (records.envelope().page().isEmpty()) {
            if (pushed.add(records)) {
                push();
            }
            return;
        }
        SliceAttempt attempt = records.envelope().page().get().attempt();
        if (pages.computeIfAbsent(attempt, first -> new Collected()).add(records)) {
            stage(attempt);
        }
    }

    private void addMarker(Incoming.Marked marked) {
        push();
        Slices.of(marked.marker()).ifPresent(this::stageAllOfSlice);
        steps.add(new Step.Mark(marked));
    }

    private void push() {
        if (!pushed.messages.isEmpty()) {
            steps.add(new Step.Push(pushed.messages));
            pushed = new Collected();
        }
    }

    /** Attempts of one slice supersede each other: their pages keep their order towards its markers. */
    private void stageAllOfSlice(SliceAttempt marked) {
        List<SliceAttempt> ofSlice = pages.keySet().stream()
                .filter(attempt -> attempt.slice().equals(marked.slice()))
                .toList();
        ofSlice.forEach(this::stage);
    }

    private void stage(SliceAttempt attempt) {
        Collected ofAttempt = pages.remove(attempt);
        if (ofAttempt != null) {
            steps.add(new Step.Stage(attempt, ofAttempt.messages));
        }
    }
}
