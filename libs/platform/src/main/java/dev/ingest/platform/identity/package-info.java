/** Who is calling: tenant and roles, from whatever token they hold. */
@NullMarked
package dev.ingest.platform.identity;

import org.jspecify.annotations.NullMarked;
