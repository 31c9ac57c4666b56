package dev.ingest.scheduler.destination;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * How Snowflake reads a destination.
 *
 * @param statements in the order in which they are run
 * @param formatVersions what to know of v2 and v3
 */
@RegisterForReflection
public record SnowflakeView(List<SnowflakeSql.Statement> statements, String formatVersions) {
    static final String FORMAT_VERSIONS =
            "Snowflake reads both format versions, and neither with equality deletes, which Ingest never writes. Version 3 (the"
                    + " default) keeps deletes in deletion vectors: less to read, generally available since May 2026. Version 2 keeps"
                    + " them in position delete files: for accounts and engines that predate version 3. A table's version is chosen"
                    + " when it is made and stays.";
}
