package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.PartitionRouter.GroupingRouter;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Puts so many partitions into one, whose fields hold lists. */
final class PartitionGroups {
    private static final Value PARENT_SLICE = Value.of("parent_slice");

    private final GroupingRouter router;
    private final Consumer<Partition> visitor;
    private final Set<String> known = new HashSet<>();
    private List<Partition> group = new ArrayList<>();

    PartitionGroups(GroupingRouter router, Consumer<Partition> visitor) {
        this.router = router;
        this.visitor = visitor;
    }

    void add(Partition partition) {
        if (router.distinct() && !known.add(value(partition))) {
            return;
        }
        group.add(partition);
        if (group.size() == router.size()) {
            end();
        }
    }

    private String value(Partition partition) {
        Map<Value, Value> fields = new LinkedHashMap<>(partition.fields().entries());
        fields.remove(PARENT_SLICE);
        if (fields.size() != 1) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    router.manifestPath() + ": a partition has " + fields.size()
                            + " fields (expected one to group by)");
        }
        return JsonText.canonical(fields.values().iterator().next());
    }

    /** Gives what is left over. */
    void end() {
        if (!group.isEmpty()) {
            List<Partition> full = group;
            group = new ArrayList<>();
            visitor.accept(grouped(full));
        }
    }

    private static Partition grouped(List<Partition> group) {
        Set<Value> extras = new LinkedHashSet<>();
        group.forEach(partition -> extras.addAll(partition.extra().entries().keySet()));
        return Partition.of(
                lists(
                        group.getFirst().fields().entries().keySet(),
                        group.stream().map(Partition::fields).toList()),
                lists(extras, group.stream().map(Partition::extra).toList()));
    }

    private static Value.Dict lists(Set<Value> names, List<Value.Dict> from) {
        Map<Value, Value> lists = new LinkedHashMap<>();
        names.forEach(name -> lists.put(
                name,
                Value.list(from.stream()
                        .map(each -> each.entries().getOrDefault(name, Value.NONE))
                        .toList())));
        return new Value.Dict(lists);
    }
}
