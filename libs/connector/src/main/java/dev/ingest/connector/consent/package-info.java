/** How a user grants access in a browser: the address of the consent page, and the exchange of the code it gives. */
@NullMarked
package dev.ingest.connector.consent;

import org.jspecify.annotations.NullMarked;
