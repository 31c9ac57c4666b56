package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.PartitionRouter.ListValues;
import dev.ingest.connector.manifest.PartitionRouter.ParentStream;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Partition routers. */
final class RouterParser {
    private static final Map<String, Component.Parser<PartitionRouter>> ROUTERS = Map.of(
            "ListPartitionRouter", RouterParser::list,
            "SubstreamPartitionRouter", RouterParser::substream);
    private static final Map<String, Component.Parser<ParentStream>> PARENTS =
            Map.of("ParentStreamConfig", RouterParser::parent);
    private static final Map<String, Component.Parser<RequestOption>> OPTIONS =
            Map.of("RequestOption", RequestOption::parse);

    private RouterParser() {}

    static PartitionRouter parse(Component component) {
        return component.by(ROUTERS);
    }

    private static PartitionRouter list(Component component) {
        ListValues values = component.required("values") instanceof Value.Items
                ? new ListValues.Fixed(component.templates("values"))
                : new ListValues.Computed(component.requiredTemplate("values"));
        return new PartitionRouter.ListRouter(
                values,
                component.requiredTemplate("cursor_field"),
                component.child("request_option").map(option -> option.by(OPTIONS)));
    }

    private static PartitionRouter substream(Component component) {
        List<ParentStream> parents = component.children("parent_stream_configs").stream()
                .map(parent -> parent.by(PARENTS))
                .toList();
        if (parents.isEmpty()) {
            throw component.error("parent_stream_configs", "is empty (expected at least one)");
        }
        return new PartitionRouter.SubstreamRouter(parents);
    }

    /** {@code incremental_dependency} only saves requests: reading every parent each time gives the same records. */
    private static ParentStream parent(Component component) {
        component.refuse("lazy_read_pointer");
        return new ParentStream(
                StreamParser.parse(component.requiredChild("stream")),
                Arrays.asList(component.requiredText("parent_key").split("/", -1)),
                component.requiredTemplate("partition_field"),
                component.child("request_option").map(option -> option.by(OPTIONS)),
                component.list("extra_fields").stream()
                        .map(path -> path(component, path))
                        .toList());
    }

    private static List<String> path(Component component, Value path) {
        if (path instanceof Value.Items(var parts)) {
            return parts.stream().map(Python::str).toList();
        }
        throw component.error("extra_fields", "holds " + Component.describe(path) + " (expected lists of names)");
    }
}
