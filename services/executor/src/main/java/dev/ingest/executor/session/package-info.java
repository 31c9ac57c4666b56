/** What is kept between the slices of a credential, and where its secrets come from. */
@NullMarked
package dev.ingest.executor.session;

import org.jspecify.annotations.NullMarked;
