package dev.ingest.readers;

import org.junit.jupiter.api.Tag;

/** PyIceberg reads our tables from our catalog. */
@Tag("all")
@Tag("pyiceberg")
class PyIcebergReaderTest extends PythonReadersContract {
    PyIcebergReaderTest() {
        super("pyiceberg");
    }

    @Override
    String named(Warehouse in, String table) {
        return "shop." + table;
    }
}
