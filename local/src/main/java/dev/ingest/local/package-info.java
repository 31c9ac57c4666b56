/** The one-command stack: the parts a service needs, then the services, on one machine. */
@NullMarked
package dev.ingest.local;

import org.jspecify.annotations.NullMarked;
