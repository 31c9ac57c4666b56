/** An OIDC provider in this process: real signed, expiring tokens for whoever asks. */
@NullMarked
package dev.ingest.local.oidc;

import org.jspecify.annotations.NullMarked;
