package dev.ingest.platform.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One piece of work that is over.
 *
 * @param place its own
 * @param parent the span that it came from, or none for a trace's first
 * @param links the places of others that it worked for too
 * @param name what was done
 * @param began when
 * @param ended when
 * @param attributes under keys of the glossary in docs/monitoring.md; no secrets and no records
 * @param failure what kind of failure ended it
 */
record Span(
        TraceContext place,
        Optional<String> parent,
        List<TraceContext> links,
        String name,
        Instant began,
        Instant ended,
        Map<String, String> attributes,
        Optional<String> failure) {}
