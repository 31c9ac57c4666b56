/** Beside Iceberg's own classes of this name, because what it offers for clients that are given is visible only here. */
@NullMarked
package org.apache.iceberg.aws.glue;

import org.jspecify.annotations.NullMarked;
