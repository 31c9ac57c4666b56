package dev.ingest.masking.rows;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Column;
import dev.ingest.platform.mask.ColumnAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table's columns, and which of them a caller may ask for. */
public final class Selection {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final ColumnAccess access;

    public Selection(List<Column> columns, ColumnAccess access) {
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.access = access;
    }

    /** The columns to show: those named, or all that the caller may see. */
    public List<SeenColumn> select(Optional<String> select) {
        String wanted = select.map(String::strip).orElse("*");
        if (wanted.equals("*")) {
            return columns.values().stream()
                    .flatMap(column -> seen(column).stream())
                    .toList();
        }
        var seen = new ArrayList<SeenColumn>();
        for (String name : wanted.split(",", -1)) {
            Column column = column("select", name.strip());
            if (seen.stream().anyMatch(known -> known.column().equals(column))) {
                throw invalid("select: column '%s' appears twice".formatted(column.name()));
            }
            seen.add(seen(column).orElseThrow(() -> forbidden(column)));
        }
        return seen;
    }

    /** A column to filter on: one that the caller sees as it is, for rows that come or stay away tell its values. */
    public Column filterable(String name) {
        return filterable("filter", name);
    }

    /** @param where the parameter that asks for it */
    public Column filterable(String where, String name) {
        Column column = column(where, name);
        if (access.mask(column.name()).filter(mask -> mask == Mask.CLEAR).isEmpty()) {
            throw new IngestException(
                    ErrorCode.PERMISSION_DENIED,
                    "%s: column '%s' is personal, and no masking policy gives it to your roles as it is"
                            .formatted(where, column.name()));
        }
        return column;
    }

    private Optional<SeenColumn> seen(Column column) {
        return access.mask(column.name()).map(mask -> new SeenColumn(column, mask));
    }

    private Column column(String where, String name) {
        return Optional.ofNullable(columns.get(name))
                .orElseThrow(() -> invalid("%s: column '%s' does not exist".formatted(where, name)));
    }

    private static IngestException forbidden(Column column) {
        return new IngestException(
                ErrorCode.PERMISSION_DENIED,
                "select: column '%s' is personal, and no masking policy gives it to your roles"
                        .formatted(column.name()));
    }
}
