/** The dashboard's way in: sign-in, its session, and what only the page asks for. The page itself is under {@code META-INF/resources}. */
@NullMarked
package dev.ingest.scheduler.page;

import org.jspecify.annotations.NullMarked;
