package dev.ingest.scheduler.table;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.scheduler.http.Body;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as a request declares it.
 *
 * @param name its name
 * @param type as in {@link ColumnSpec}
 * @param required whether a record without it is refused
 * @param personal whether it holds personal data, which nobody reads without a policy
 */
public record ColumnRequest(
        @Nullable String name,
        @Nullable String type,
        @Nullable Boolean required,
        @Nullable Boolean personal) {
    private static final int COLUMNS_MAX = 1000;

    /** The columns, checked one by one; {@code INVALID_ARGUMENT} says where they are wrong. None if none are given. */
    public static List<ColumnSpec> specs(String at, @Nullable List<@Nullable ColumnRequest> columns) {
        List<ColumnRequest> asked = Body.list(at, columns, COLUMNS_MAX);
        List<ColumnSpec> specs = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            specs.add(asked.get(i).spec("%s[%d]".formatted(at, i)));
        }
        return specs;
    }

    private ColumnSpec spec(String at) {
        return Columns.checked(
                at,
                Body.required(at + ".name", name),
                Body.required(at + ".type", type),
                Boolean.TRUE.equals(required),
                Boolean.TRUE.equals(personal));
    }
}
