package org.apache.hadoop.conf;

/** Something that keeps a configuration. */
public interface Configurable {

    void setConf(Configuration conf);

    Configuration getConf();
}
