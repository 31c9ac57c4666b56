package dev.ingest.scheduler.table;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.error.IngestException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks of declared columns. */
public final class Columns {
    private static final int NAME_CHARACTERS_MAX = 255;

    private Columns() {}

    /** A column that is well-formed; {@code INVALID_ARGUMENT} says where it is not. */
    public static ColumnSpec checked(String at, String name, String type, boolean required, boolean personal) {
        named(at + ".name", name);
        return new ColumnSpec(name, type(at + ".type", type).text(), required, personal);
    }

    private static ColumnType type(String at, String type) {
        try {
            return ColumnType.parse(type);
        } catch (IllegalArgumentException unknown) {
            throw IngestException.invalid("%s: %s".formatted(at, unknown.getMessage()));
        }
    }

    /** A name that a column can have; {@code INVALID_ARGUMENT} says where it is not. */
    public static String named(String at, String name) {
        if (name.isBlank() || name.length() > NAME_CHARACTERS_MAX) {
            throw IngestException.invalid(
                    "%s: '%s' (expected: 1 to %d characters)".formatted(at, name, NAME_CHARACTERS_MAX));
        }
        return name;
    }

    /** The same columns, if their names differ by more than case: some engines fold it. */
    public static List<ColumnSpec> distinct(String at, List<ColumnSpec> columns) {
        Set<String> seen = new HashSet<>();
        for (ColumnSpec column : columns) {
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw IngestException.invalid("%s: '%s' is there twice".formatted(at, column.name()));
            }
        }
        return columns;
    }

    /** Refuses a name that no column has. */
    public static void known(String at, String name, List<ColumnSpec> columns) {
        if (columns.stream().noneMatch(column -> column.name().equals(name))) {
            throw IngestException.invalid("%s: '%s' (expected: one of the columns %s)"
                    .formatted(
                            at,
                            name,
                            String.join(
                                    ", ", columns.stream().map(ColumnSpec::name).toList())));
        }
    }
}
