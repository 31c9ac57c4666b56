package org.apache.hadoop.io.compress;

/** State of a codec that decompresses; the codecs we use keep none. */
public interface Decompressor {

    void reset();
}
