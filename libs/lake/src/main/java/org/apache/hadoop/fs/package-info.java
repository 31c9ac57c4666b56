/** Streams and paths, as far as the codecs and the input format name them. See {@link org.apache.hadoop} for why this is here. */
@NullMarked
package org.apache.hadoop.fs;

import org.jspecify.annotations.NullMarked;
