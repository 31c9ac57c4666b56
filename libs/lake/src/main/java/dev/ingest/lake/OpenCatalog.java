package dev.ingest.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;

/** A catalog of any kind, while it is open. */
record OpenCatalog(Catalog tables, SupportsNamespaces namespaces, Closeable closing) implements AutoCloseable {

    static <C extends Catalog & SupportsNamespaces & Closeable> OpenCatalog of(C catalog) {
        return new OpenCatalog(catalog, catalog, catalog);
    }

    @Override
    public void close() {
        try {
            closing.close();
        } catch (IOException e) {
            throw new UncheckedIOException("catalog %s: cannot be closed".formatted(tables.name()), e);
        }
    }
}
