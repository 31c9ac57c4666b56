/** What a codec looks like. See {@link org.apache.hadoop} for why this is here. */
@NullMarked
package org.apache.hadoop.io.compress;

import org.jspecify.annotations.NullMarked;
