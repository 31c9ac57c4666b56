package org.apache.hadoop.io.compress;

/** State of a codec that compresses; the codecs we use keep none. */
public interface Compressor {

    void reset();
}
