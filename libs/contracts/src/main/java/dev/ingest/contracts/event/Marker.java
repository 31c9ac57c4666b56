package dev.ingest.contracts.event;

/** Travels on {@code ingest.records} with the key of its table, so that it arrives in order with that table's records. */
public sealed interface Marker extends Event
        permits SliceCompleted, SliceAborted, StreamCompleted, ReplayDeadLetters, DoUpkeep {}
