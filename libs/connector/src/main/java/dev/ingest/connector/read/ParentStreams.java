package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.PartitionRouter.ParentStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the parents of a stream, and keeps their states for the stream's own. */
final class ParentStreams {
    private final StreamRead child;
    private final Value.Dict saved;
    private final Runnable gate;
    private final Map<String, Value> states = new LinkedHashMap<>();

    ParentStreams(StreamRead child, Value.Dict saved, Runnable gate) {
        this.child = child;
        this.saved = saved;
        this.gate = gate;
    }

    /** Gives the child's partitions, one for each of the parent's records that has a key. */
    void each(ParentStream parent, Consumer<Partition> visitor) {
        Optional<Value> known = state(parent);
        StreamDefinition stream = known.isPresent()
                ? parent.stream().incremental()
                : parent.stream().fullRefresh();
        StreamRead reads = child.of(stream);
        Value.Dict state = SavedState.migrated(known, stream.migrations(), reads.scope());
        Incremental incremental = reads.incremental(state, Optional.empty(), true);
        Partitions partitions = new Partitions(reads, state, gate);
        ChildPartition children =
                new ChildPartition(parent, reads.scope(), saved.entries().isEmpty());
        Set<String> met = new HashSet<>();
        partitions.forEach(partition -> {
            if (!incremental.isDistinct() || met.add(partition.key())) {
                reads.records(
                        incremental,
                        partition,
                        gate,
                        record -> children.of(partition, record).ifPresent(visitor));
            }
        });
        if (parent.incremental()) {
            incremental
                    .state(partitions.parentStates())
                    .ifPresent(reached -> states.put(parent.stream().name(), reached));
        }
    }

    /** Of a parent that is read incrementally: its own in the child's state, or what the child's is for all partitions. */
    private Optional<Value> state(ParentStream parent) {
        if (!parent.incremental()) {
            return Optional.empty();
        }
        Map<Value, Value> known = new LinkedHashMap<>(saved.entries());
        known.keySet()
                .removeAll(((Value.Dict) Incremental.Never.STATE).entries().keySet());
        Optional<Value> own = saved.at("parent_state")
                .flatMap(all ->
                        all instanceof Value.Dict dict ? dict.at(parent.stream().name()) : Optional.empty());
        return own.or(() -> saved.at("state")).or(() -> onlyValue(parent, known));
    }

    /** The state of a time when the child had no partitions. */
    private Optional<Value> onlyValue(ParentStream parent, Map<Value, Value> known) {
        return parent.stream()
                .incremental()
                .cursor()
                .filter(cursor -> known.size() == 1)
                .map(cursor -> Map.of(
                        cursor.field().text(child.scope()),
                        known.values().iterator().next()))
                .map(Value::dict);
    }

    /** What the child's state holds of its parents; empty where a router has none. */
    Optional<Value> states(PartitionRouter router) {
        return switch (router) {
            case PartitionRouter.ListRouter list -> Optional.empty();
            case PartitionRouter.Custom custom -> Optional.empty();
            case PartitionRouter.SubstreamRouter substream -> Optional.of(statesOf(substream));
            case PartitionRouter.GroupingRouter grouping -> states(grouping.underlying());
            case PartitionRouter.UnionRouter union -> Optional.of(statesOf(union));
        };
    }

    private Value statesOf(PartitionRouter router) {
        Map<String, Value> own = new LinkedHashMap<>();
        router.parentStreams()
                .map(parent -> parent.stream().name())
                .forEach(name -> Optional.ofNullable(states.get(name)).ifPresent(state -> own.put(name, state)));
        return Value.dict(own);
    }

    /** A parent's record as a partition of the child. */
    private static final class ChildPartition {
        private final String field;
        private final List<String> key;
        private final List<List<String>> extraFields;
        private final List<String> lazyPointer;

        ChildPartition(ParentStream parent, Scope scope, boolean isFirstRead) {
            this.field = parent.partitionField().text(scope);
            this.key = Arrays.asList(parent.parentKey()
                    .coercedText(scope)
                    .replaceFirst("^/+", "")
                    .split("/", -1));
            this.extraFields =
                    parent.extraFields().stream().map(path -> path(path, scope)).toList();
            this.lazyPointer = isFirstRead ? path(parent.lazyPointer(), scope) : List.of();
        }

        private static List<String> path(List<Interpolated> path, Scope scope) {
            return path.stream().map(part -> part.coercedText(scope)).toList();
        }

        Optional<Partition> of(Partition partition, Value.Dict record) {
            return find(record, key).map(value -> of(partition, record, value));
        }

        private Partition of(Partition partition, Value.Dict record, Value value) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put(field, value);
            fields.put("parent_slice", partition.fields());
            Map<String, Value> extra = new LinkedHashMap<>();
            for (List<String> path : extraFields) {
                extra.put(String.join(".", path), find(record, path).orElse(Value.NONE));
            }
            Optional<Value> firstPage = lazyPointer.isEmpty()
                    ? Optional.empty()
                    : Optional.of(find(record, lazyPointer).orElseGet(() -> Value.list(List.of())));
            return new Partition(Value.dict(fields), Value.dict(extra), firstPage);
        }

        private Optional<Value> find(Value record, List<String> path) {
            if (path.stream().noneMatch(part -> part.contains("*"))) {
                return Paths.find(record, path);
            }
            List<Value> found = Paths.all(record, path);
            if (found.size() > 1) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        "the parent key " + String.join("/", path) + " finds " + found.size()
                                + " values in a record (expected one)");
            }
            return found.stream().findFirst();
        }
    }
}
