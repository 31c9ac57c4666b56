@NullMarked
package dev.ingest.local.services;

import org.jspecify.annotations.NullMarked;
