/** Where credentials are: a port; an encrypted file, Vault, and AWS Secrets Manager. */
@NullMarked
package dev.ingest.platform.secret;

import org.jspecify.annotations.NullMarked;
