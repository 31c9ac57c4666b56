/**
 * The few types of Hadoop that parquet-java links even when it reads and writes through another file system. They are
 * written for this project: only what those code paths call, nothing that touches a file or a network.
 *
 * <p>The real jars would bring eleven megabytes and a hundred classes for these calls. They go as soon as parquet-java and
 * Iceberg read and write without them. A real Hadoop must never be on the class path beside them; the build refuses it.
 */
@NullMarked
package org.apache.hadoop;

import org.jspecify.annotations.NullMarked;
