package dev.ingest.readers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Spark in a JVM of its own, which ends when its input does, also by our death. */
final class Spark implements Engine {
    /** What Spark reaches into, by its own list for current JDKs. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final Child process;
    private final BufferedReader answers;
    private final PrintWriter questions;

    private Spark(Child process) {
        this.process = process;
        this.answers = process.output();
        this.questions = process.input();
    }

    static Spark start(Warehouse warehouse) {
        var spark = new Spark(Child.attached("spark", command(Engines.fetched("spark")), Map.of()));
        // Settings go through the pipe: a command line is for all to read, and these hold passwords.
        settings(warehouse).forEach((name, value) -> spark.questions.println(name + "=" + value));
        spark.questions.println();
        if (!spark.line().equals("ready")) {
            throw spark.process.failure("is not ready");
        }
        return spark;
    }

    @Override
    public List<String> query(String sql) {
        questions.println(sql.replace('\n', ' '));
        List<String> rows = new ArrayList<>();
        for (String line = line(); !line.equals("end"); line = line()) {
            if (line.startsWith("error ")) {
                throw new IllegalStateException("Spark refuses " + sql + ": " + line);
            }
            rows.add(line);
        }
        return rows;
    }

    @Override
    public String asOf(long snapshotId) {
        return " version as of " + snapshotId;
    }

    @Override
    public void close() {
        process.close();
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw process.failure("has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path jars) {
        return Stream.of(
                        Stream.of(Engines.java().toString()),
                        Stream.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"),
                        Stream.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"),
                        OPENED.stream().map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"),
                        Stream.of("-cp", jars + "/*"),
                        Stream.of(Engines.file("spark", "Queries.java").toString()))
                .flatMap(words -> words)
                .toList();
    }

    private static Map<String, String> settings(Warehouse warehouse) {
        String catalog = "spark.sql.catalog." + warehouse.catalog();
        Map<String, String> all = new TreeMap<>();
        all.put("spark.driver.host", "127.0.0.1");
        all.put("spark.driver.bindAddress", "127.0.0.1");
        all.put("spark.ui.enabled", "false");
        all.put("spark.sql.session.timeZone", "UTC");
        all.put("spark.sql.shuffle.partitions", "2");
        all.put("spark.sql.defaultCatalog", warehouse.catalog());
        all.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
        all.put(catalog + ".catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
        all.put(catalog + ".uri", warehouse.database().jdbcUrl());
        all.put(catalog + ".jdbc.user", warehouse.database().user());
        all.put(catalog + ".jdbc.password", warehouse.database().password());
        all.put(catalog + ".jdbc.schema-version", "V1");
        all.put(catalog + ".warehouse", warehouse.root());
        // Every query looks at the catalog again, as a session that has just been opened does.
        all.put(catalog + ".cache-enabled", "false");
        all.put(catalog + ".io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        all.put(catalog + ".client.region", warehouse.store().region());
        all.put(catalog + ".s3.endpoint", warehouse.store().endpoint());
        all.put(catalog + ".s3.path-style-access", "true");
        all.put(catalog + ".s3.access-key-id", warehouse.store().accessKey());
        all.put(catalog + ".s3.secret-access-key", warehouse.store().secretKey());
        return all;
    }
}
