package dev.ingest.masking.destination;

import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;

/**
 * A destination and what opens it.
 *
 * @param destination where
 * @param credentials the keys, never printed
 */
public record Place(Destination destination, LakeCredentials credentials) {}
