/** Every refusal is one problem document. */
@NullMarked
package dev.ingest.platform.http;

import org.jspecify.annotations.NullMarked;
