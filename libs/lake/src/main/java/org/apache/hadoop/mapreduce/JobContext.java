package org.apache.hadoop.mapreduce;

/** Linked by parquet-java's input format, never made. */
public interface JobContext {}
