package dev.ingest.scheduler.destination;

import dev.ingest.contracts.TableRef;
import java.util.Locale;

/** What a table of ours is called in Snowflake, and how it is told there that the table has new rows. */
public final class SnowflakeTable {
    private SnowflakeTable() {}

    /** Makes Snowflake look for the newest snapshot in the catalog. */
    public static String refresh(TableRef table) {
        return altered(table, "REFRESH");
    }

    /** Makes Snowflake look by itself from now on. */
    public static String autoRefresh(TableRef table) {
        return altered(table, "SET AUTO_REFRESH = TRUE");
    }

    /** @param metadata path of the metadata file, where there is no catalog that Snowflake reads */
    static String refreshFrom(TableRef table, String metadata) {
        return altered(table, "REFRESH " + text(metadata));
    }

    /** A literal. */
    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static String identifier(TableRef table) {
        return identifier(table.namespace()) + "." + identifier(table.name());
    }

    /** In capitals it is the same as without quotes, which words of SQL need. */
    static String identifier(String name) {
        return '"' + name.toUpperCase(Locale.ROOT) + '"';
    }

    private static String altered(TableRef table, String how) {
        return "ALTER ICEBERG TABLE %s %s;".formatted(identifier(table), how);
    }
}
