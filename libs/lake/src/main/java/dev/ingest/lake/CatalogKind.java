package dev.ingest.lake;

/** How a destination keeps track of its tables. */
public enum CatalogKind {
    /** Iceberg's own tables in a database; its driver is brought by whoever opens the lake. */
    JDBC,
    /** A server that speaks Iceberg's REST protocol. */
    REST,
    /** AWS Glue's Data Catalog, opened with the keys of the storage. */
    GLUE
}
