package org.apache.hadoop.fs;

/** Linked by parquet-java's input format, never called. */
public interface PathFilter {}
