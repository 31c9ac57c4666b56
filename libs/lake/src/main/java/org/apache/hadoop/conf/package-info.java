/** Settings. See {@link org.apache.hadoop} for why this is here. */
@NullMarked
package org.apache.hadoop.conf;

import org.jspecify.annotations.NullMarked;
