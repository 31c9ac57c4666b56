/** Ancestors of an input format that nobody makes. See {@link org.apache.hadoop} for why this is here. */
@NullMarked
package org.apache.hadoop.mapreduce;

import org.jspecify.annotations.NullMarked;
