/** A real Keycloak, a program no one here wrote, as a source of users and groups: {@code ./ingest demo keycloak}. */
@NullMarked
package dev.ingest.local.keycloak;

import org.jspecify.annotations.NullMarked;
