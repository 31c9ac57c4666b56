package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;

/** The words of ours in a snapshot's summary: what was applied, in the very commit that applied it. */
final class Summary {

    static final String COMMIT_ID = "ingest.commit-id";
    static final String KIND = "ingest.kind";
    static final String OFFSETS = "ingest.offsets";
    static final String SLICES = "ingest.slices";

    /** First and last applied offset of this commit alone, by partition. */
    static final String RANGES = "ingest.ranges";

    static final String SLICE = "ingest.slice";
    /** The run whose collected slices a commit swapped in. */
    static final String REFRESH = "ingest.refresh";

    /** On a run's branch: records of all its slices so far, and those of them that fit no row. */
    static final String COLLECTED = "ingest.collected";

    static final String COLLECTED_REJECTED = "ingest.collected-rejected";

    static final String CURSOR_STATE = "ingest.cursor-state";

    /** What a slice left for another, as the publisher wrote it. */
    static final String REST = "ingest.rest";

    static final String PAGES = "ingest.pages";
    static final String RECORDS = "ingest.records";
    static final String REJECTED = "ingest.rejected";

    /** How many of a commit's records took the general path, which costs several times the fast one. */
    static final String GENERAL = "ingest.records-general";
    /** How often an attempt brought each record that fits no row, by the record's hash. */
    static final String REJECTED_COUNTS = "ingest.rejected-counts";

    static final String ROWS_WRITTEN = "ingest.rows-written";
    static final String ROWS_DELETED = "ingest.rows-deleted";

    /** Rows that a commit wrote again as they were, and the files that it took them from. */
    static final String ROWS_MOVED = "ingest.rows-moved";

    static final String FILES_REWRITTEN = "ingest.files-rewritten";
    static final String FILES_WRITTEN = "ingest.files-written";
    static final String BYTES_WRITTEN = "ingest.bytes-written";

    private static final JsonMapper JSON = new JsonMapper();

    private Summary() {}

    static String write(Offsets offsets) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        offsets.last()
                .forEach((partition, offset) -> node.put(partition.topicId() + ":" + partition.partition(), offset));
        return node.toString();
    }

    static Offsets offsets(Snapshot snapshot) {
        var last = new HashMap<Offsets.Partition, Long>();
        read(snapshot, OFFSETS).properties().forEach(entry -> {
            int colon = entry.getKey().lastIndexOf(':');
            last.put(
                    new Offsets.Partition(
                            entry.getKey().substring(0, colon),
                            Integer.parseInt(entry.getKey().substring(colon + 1))),
                    entry.getValue().longValue());
        });
        return new Offsets(last);
    }

    static String write(Map<String, AppliedSlices> slices) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        slices.forEach((stream, applied) -> {
            ObjectNode one = node.putObject(stream).put("through", applied.through());
            ArrayNode above = one.putArray("above");
            applied.above().forEach(range -> write(above, range));
        });
        return node.toString();
    }

    /** One number as itself, more of them by both ends. */
    private static void write(ArrayNode above, AppliedSlices.Range range) {
        if (range.first() == range.last()) {
            above.add(range.first());
        } else {
            above.addArray().add(range.first()).add(range.last());
        }
    }

    private static AppliedSlices.Range range(JsonNode written) {
        return written.isArray()
                ? new AppliedSlices.Range(
                        written.path(0).longValue(), written.path(1).longValue())
                : new AppliedSlices.Range(written.longValue(), written.longValue());
    }

    static Map<String, AppliedSlices> slices(Snapshot snapshot) {
        return slices(read(snapshot, SLICES));
    }

    static Map<String, AppliedSlices> slices(JsonNode written) {
        var slices = new HashMap<String, AppliedSlices>();
        written.properties().forEach(entry -> {
            List<AppliedSlices.Range> above = new ArrayList<>();
            entry.getValue().path("above").forEach(range -> above.add(range(range)));
            slices.put(
                    entry.getKey(),
                    new AppliedSlices(entry.getValue().path("through").longValue(), above));
        });
        return slices;
    }

    static String write(SliceAttempt slice) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("stream", slice.stream())
                .put("run", slice.run())
                .put("slice", slice.slice())
                .put("number", slice.number())
                .put("attempt", slice.attempt())
                .toString();
    }

    static String write(Refresh refresh) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("stream", refresh.stream())
                .put("run", refresh.run())
                .toString();
    }

    static Refresh refresh(Snapshot snapshot) {
        JsonNode node = read(snapshot, REFRESH);
        return new Refresh(node.path("stream").textValue(), node.path("run").textValue());
    }

    static SliceAttempt slice(Snapshot snapshot) {
        JsonNode node = read(snapshot, SLICE);
        return new SliceAttempt(
                node.path("stream").textValue(),
                node.path("run").textValue(),
                node.path("slice").textValue(),
                node.path("number").longValue(),
                node.path("attempt").textValue());
    }

    /** The ranges that messages cover, as a commit keeps them. */
    static String ranges(List<Message> messages) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (Message message : messages) {
            Position at = message.position();
            String partition = at.topicId() + ":" + at.partition();
            long first = node.has(partition) ? node.path(partition).path(0).longValue() : at.offset();
            node.putArray(partition).add(first).add(at.offset());
        }
        return node.toString();
    }

    /** Whether a commit applied any of these messages. */
    static boolean applied(Snapshot snapshot, List<Message> messages) {
        JsonNode ranges = read(snapshot, RANGES);
        return messages.stream().map(Message::position).anyMatch(at -> {
            JsonNode range = ranges.path(at.topicId() + ":" + at.partition());
            return range.isArray()
                    && range.path(0).longValue() <= at.offset()
                    && at.offset() <= range.path(1).longValue();
        });
    }

    static String writeCounts(Map<String, Long> counts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        counts.forEach(node::put);
        return node.toString();
    }

    static Map<String, Long> counts(Snapshot snapshot, String name) {
        var counts = new HashMap<String, Long>();
        read(snapshot, name)
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().longValue()));
        return counts;
    }

    static long number(Snapshot snapshot, String name) {
        return Long.parseLong(snapshot.summary().getOrDefault(name, "0"));
    }

    private static JsonNode read(Snapshot snapshot, String name) {
        try {
            return JSON.readTree(snapshot.summary().getOrDefault(name, "{}"));
        } catch (JsonProcessingException e) {
            throw new LakeException("snapshot %d: %s is not JSON".formatted(snapshot.snapshotId(), name), e);
        }
    }
}
