package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomPartitionRouter;
import dev.ingest.connector.manifest.PartitionRouter.ListValues;
import dev.ingest.connector.manifest.PartitionRouter.ParentStream;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Partition routers. */
final class RouterParser {
    private static final Map<String, Component.Parser<PartitionRouter>> IN_UNIONS = Map.of(
            "ListPartitionRouter", RouterParser::list,
            "SubstreamPartitionRouter", RouterParser::substream,
            "UnionPartitionRouter", RouterParser::union,
            "CustomPartitionRouter",
                    component -> new PartitionRouter.Custom(component.extension(CustomPartitionRouter.class)));
    private static final Map<String, Component.Parser<PartitionRouter>> ROUTERS = all();
    private static final Map<String, Component.Parser<ParentStream>> PARENTS =
            Map.of("ParentStreamConfig", RouterParser::parent);
    private static final Map<String, Component.Parser<RequestOption>> OPTIONS =
            Map.of("RequestOption", RequestOption::parse);

    private RouterParser() {}

    private static Map<String, Component.Parser<PartitionRouter>> all() {
        Map<String, Component.Parser<PartitionRouter>> routers = new HashMap<>(IN_UNIONS);
        routers.put("GroupingPartitionRouter", RouterParser::grouping);
        return Map.copyOf(routers);
    }

    static PartitionRouter parse(Component component) {
        return component.by(ROUTERS);
    }

    private static PartitionRouter list(Component component) {
        ListValues values = component.required("values") instanceof Value.Items
                ? new ListValues.Fixed(
                        component.list("values").stream().map(Python::str).toList())
                : new ListValues.Computed(component.requiredTemplate("values"));
        return new PartitionRouter.ListRouter(values, component.requiredTemplate("cursor_field"), option(component));
    }

    private static Optional<RequestOption> option(Component component) {
        return component.child("request_option").map(option -> option.by(OPTIONS));
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

    private static PartitionRouter grouping(Component component) {
        int size = component
                .integer("group_size")
                .orElseThrow(() -> component.error("group_size", "is missing (expected one)"));
        if (size < 1) {
            throw component.error("group_size", "is " + size + " (expected at least 1)");
        }
        Component underlying = component.requiredChild("underlying_partition_router");
        return new PartitionRouter.GroupingRouter(
                component.path(),
                size,
                withoutOptions(underlying, underlying.by(IN_UNIONS)),
                component.flag("deduplicate", true));
    }

    private static PartitionRouter union(Component component) {
        List<PartitionRouter> routers = component.children("partition_routers").stream()
                .map(router -> withoutOptions(router, router.by(IN_UNIONS)))
                .toList();
        if (routers.size() < 2) {
            throw component.error("partition_routers", "has " + routers.size() + " (expected at least 2)");
        }
        return new PartitionRouter.UnionRouter(component.requiredTemplate("partition_field"), routers);
    }

    /** A partition made of others has no one value that a request option could carry. */
    private static PartitionRouter withoutOptions(Component component, PartitionRouter router) {
        boolean injects =
                switch (router) {
                    case PartitionRouter.ListRouter list -> list.option().isPresent();
                    case PartitionRouter.SubstreamRouter(var parents) ->
                        parents.stream().anyMatch(parent -> parent.option().isPresent());
                    case PartitionRouter.GroupingRouter grouping -> false;
                    case PartitionRouter.Custom custom -> false;
                    case PartitionRouter.UnionRouter union -> false;
                };
        if (injects) {
            throw new ManifestException(
                    component.path(), "has a request_option inside another router (expected none; use a template)");
        }
        return router;
    }

    private static ParentStream parent(Component component) {
        List<Interpolated> pointer = component.templates("lazy_read_pointer");
        if (pointer.stream().anyMatch(part -> part.template().source().contains("*"))) {
            throw component.error("lazy_read_pointer", "holds a '*' (expected a direct path)");
        }
        return new ParentStream(
                StreamParser.any(component.requiredChild("stream")),
                component.requiredTemplate("parent_key"),
                component.requiredTemplate("partition_field"),
                option(component),
                component.list("extra_fields").stream()
                        .map(path -> path(component, path))
                        .toList(),
                component.flag("incremental_dependency", false),
                pointer);
    }

    private static List<Interpolated> path(Component component, Value path) {
        if (path instanceof Value.Items(var parts)) {
            return parts.stream()
                    .map(part -> component.template("extra_fields", part))
                    .toList();
        }
        throw component.error("extra_fields", "holds " + Component.describe(path) + " (expected lists of names)");
    }
}
