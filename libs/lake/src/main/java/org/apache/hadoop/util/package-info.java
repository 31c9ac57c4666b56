/** Makes codecs. See {@link org.apache.hadoop} for why this is here. */
@NullMarked
package org.apache.hadoop.util;

import org.jspecify.annotations.NullMarked;
