package dev.ingest.path.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.TableId;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** A tenant's catalog and warehouse from behind: its database, and the folder that the store keeps its objects in. */
final class Store {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What upkeep notes its last look for orphans in. */
    private static final String LOOKED_AT = "ingest.upkeep.orphans-looked-for-at";

    /** What the names of files begin with that nobody needs. */
    static final String STRAY = "stray-";

    private final String tenant;
    private final dev.ingest.testkit.Lake catalog;
    private final String warehouse;
    private final LocalStack stack;
    private final String objects;

    Store(String tenant, LocalStack stack) {
        this.tenant = tenant;
        this.stack = stack;
        this.catalog = stack.newLake("kills");
        this.warehouse = stack.newWarehouse();
        this.objects = Path.of(stack.environment().getOrDefault("INGEST_SECRETS_FILE", ""))
                .resolveSibling("objects")
                .toString();
    }

    dev.ingest.testkit.Lake catalog() {
        return catalog;
    }

    String warehouse() {
        return warehouse;
    }

    /** {@code id/note} of each row, sorted by id, as any reader gets them. */
    List<String> rows(Way way) {
        try (Lake lake = open()) {
            return lake.find(new TableId(way.table().namespace(), way.table().name()))
                    .map(Store::rows)
                    .orElse(List.of());
        }
    }

    private static List<String> rows(LakeTable table) {
        var found = new ArrayList<String>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "note"))) {
            while (rows.hasNext()) {
                List<?> row = rows.next();
                found.add("%05d/%s".formatted((long) row.getFirst(), row.get(1)));
            }
        }
        return found.stream().sorted().toList();
    }

    private Lake open() {
        var destination = new Destination(
                tenant,
                CatalogKind.JDBC,
                catalog.jdbcUrl(),
                warehouse + "/" + tenant,
                Map.of(
                        Destination.S3_ENDPOINT,
                        stack.s3().endpoint(),
                        Destination.S3_PATH_STYLE,
                        "true",
                        Destination.REGION,
                        stack.s3().region()));
        return Lake.open(
                destination,
                new LakeCredentials(
                        Optional.of(new Login(catalog.user(), catalog.password())),
                        Optional.of(new Login(stack.s3().accessKey(), stack.s3().secretKey()))));
    }

    /** Branches and tags of a table. */
    Set<String> refs(Way way) {
        return table(way).refs().keySet();
    }

    /** Files of a table that nothing refers to; found in another way than upkeep does. */
    Set<String> unreachable(Way way) throws IOException {
        Table table = table(way);
        Set<String> left = new HashSet<>();
        for (Path file : files(table.location())) {
            left.add(file.getFileName().toString());
        }
        ReachableFileUtil.metadataFileLocations(table, false).forEach(file -> left.remove(name(file)));
        ReachableFileUtil.manifestListLocations(table).forEach(file -> left.remove(name(file)));
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
                left.remove(name(manifest.path()));
                ManifestFiles.read(manifest, table.io(), table.specs())
                        .forEach(file -> left.remove(name(file.location())));
            }
            for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
                left.remove(name(manifest.path()));
                ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())
                        .forEach(file -> left.remove(name(file.location())));
            }
        }
        return left;
    }

    /**
     * Lets time pass for a table: what its metadata says of its past, and its files, are as much older. There is also a file that
     * somebody left behind.
     */
    void age(Way way, Duration by) throws IOException, SQLException {
        Table table = table(way);
        Files.writeString(path(table.location() + "/data/" + STRAY + UUID.randomUUID() + ".parquet"), "half of a file");
        for (Path file : files(table.location())) {
            Files.setLastModifiedTime(
                    file,
                    FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(by)));
        }
        String before = location(way);
        ObjectNode metadata = (ObjectNode) JSON.readTree(path(before).toFile());
        older(metadata, "last-updated-ms", by);
        for (String list : List.of("snapshots", "snapshot-log", "metadata-log")) {
            metadata.path(list).forEach(entry -> older((ObjectNode) entry, "timestamp-ms", by));
        }
        metadata.withArray("metadata-log")
                .addObject()
                .put("timestamp-ms", metadata.get("last-updated-ms").asLong())
                .put("metadata-file", before);
        ((ObjectNode) metadata.path("properties")).remove(LOOKED_AT);
        String after = before.replaceFirst("[^/]+$", "99999-%s.metadata.json".formatted(UUID.randomUUID()));
        JSON.writeValue(path(after).toFile(), metadata);
        moveTo(way, after);
    }

    private static void older(ObjectNode entry, String name, Duration by) {
        JsonNode then = entry.get(name);
        if (then != null) {
            entry.put(name, then.asLong() - by.toMillis());
        }
    }

    private Table table(Way way) {
        return new BaseTable(new StaticTableOperations(location(way), new InFolder(objects)), way.name());
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(path(folder))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Path path(String location) {
        return in(objects, location);
    }

    private static Path in(String objects, String location) {
        return Path.of(objects, location.replaceFirst("^s3://", ""));
    }

    private String location(Way way) {
        try (Connection database = database();
                PreparedStatement query = database.prepareStatement(
                        "select metadata_location from iceberg_tables where catalog_name = ? and table_name = ?")) {
            query.setString(1, tenant);
            query.setString(2, way.table().name());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no table " + way.table());
                }
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void moveTo(Way way, String location) throws SQLException {
        try (Connection database = database();
                PreparedStatement change = database.prepareStatement(
                        "update iceberg_tables set metadata_location = ? where catalog_name = ? and table_name = ?")) {
            change.setString(1, location);
            change.setString(2, tenant);
            change.setString(3, way.table().name());
            if (change.executeUpdate() != 1) {
                throw new IllegalStateException("no table " + way.table());
            }
        }
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(catalog.jdbcUrl(), catalog.user(), catalog.password());
    }

    /** Reads objects where the store keeps them. */
    private record InFolder(String objects) implements FileIO {
        @Override
        public InputFile newInputFile(String location) {
            return org.apache.iceberg.Files.localInput(in(objects, location).toFile());
        }

        @Override
        public OutputFile newOutputFile(String location) {
            throw new UnsupportedOperationException("only read: " + location);
        }

        @Override
        public void deleteFile(String location) {
            throw new UnsupportedOperationException("only read: " + location);
        }
    }
}
