package org.apache.hadoop.mapreduce.lib.input;

import org.apache.hadoop.mapreduce.InputFormat;

/** The parent of parquet-java's input format, which Parquet's reader links for the names of settings only. */
public abstract class FileInputFormat<K, V> extends InputFormat<K, V> {}
