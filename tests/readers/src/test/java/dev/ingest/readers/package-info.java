/** Engines and servers that no one here wrote, each in a process of its own, against what Ingest writes and reads. */
@NullMarked
package dev.ingest.readers;

import org.jspecify.annotations.NullMarked;
