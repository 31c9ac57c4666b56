package dev.ingest.scheduler.trial;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.policy.Policy;
import dev.ingest.scheduler.table.LakeTable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which columns of a stream the tenant has said are personal: in the tables that its pipelines fill from it, and their policies. */
final class PersonalColumns {
    private PersonalColumns() {}

    /** Within the caller's transaction. */
    static Uni<Set<String>> of(String tenant, String connector, @Nullable String stream) {
        return Pipeline.ofTenant(tenant).chain(pipelines -> {
            Set<TableRef> tables = pipelines.stream()
                    .filter(pipeline -> pipeline.connector.equals(connector))
                    .flatMap(pipeline -> pipeline.streams.stream()
                            .filter(each -> each.name().equals(stream))
                            .map(each -> new TableRef(pipeline.namespace, each.table())))
                    .collect(Collectors.toSet());
            return LakeTable.ofTenant(tenant)
                    .chain(rows -> Policy.ofTenant(tenant).map(policies -> personal(tables, rows, policies)));
        });
    }

    private static Set<String> personal(Set<TableRef> tables, List<LakeTable> rows, List<Policy> policies) {
        Set<String> columns = new TreeSet<>();
        rows.stream()
                .filter(row -> tables.contains(row.ref()))
                .flatMap(row -> row.columns.stream())
                .filter(ColumnSpec::personal)
                .forEach(column -> columns.add(column.name()));
        policies.stream()
                .filter(policy -> tables.contains(policy.spec().table()))
                .forEach(policy -> columns.addAll(policy.columns.keySet()));
        return columns;
    }
}
