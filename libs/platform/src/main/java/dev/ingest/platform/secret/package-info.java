/** Where credentials are: a port, an encrypted file, and Vault. */
@NullMarked
package dev.ingest.platform.secret;

import org.jspecify.annotations.NullMarked;
