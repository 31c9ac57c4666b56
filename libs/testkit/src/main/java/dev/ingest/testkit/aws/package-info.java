/** As much of AWS as a destination uses, in this JVM. */
@NullMarked
package dev.ingest.testkit.aws;

import org.jspecify.annotations.NullMarked;
