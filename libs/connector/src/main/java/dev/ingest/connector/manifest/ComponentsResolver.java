package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;

/** Where the values come from that turn a template into streams. */
public sealed interface ComponentsResolver {
    List<ComponentMapping> mappings();

    /** One stream per record of a request. */
    record FromApi(StreamDefinition records, List<ComponentMapping> mappings) implements ComponentsResolver {}

    /** One stream per combination of items that the configuration lists. */
    record FromConfig(List<ConfigList> lists, List<ComponentMapping> mappings) implements ComponentsResolver {}

    /** One stream per set of values written in the manifest. */
    record Listed(List<Value.Dict> sets, List<ComponentMapping> mappings) implements ComponentsResolver {}

    /** @param more items that are always there */
    record ConfigList(List<Interpolated> path, List<Value> more) {}
}
