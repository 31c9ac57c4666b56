@NullMarked
package dev.ingest.local.sampleapi;

import org.jspecify.annotations.NullMarked;
