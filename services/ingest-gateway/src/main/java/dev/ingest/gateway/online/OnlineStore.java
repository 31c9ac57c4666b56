package dev.ingest.gateway.online;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the newest row of each entity of each feature view. */
public interface OnlineStore {
    /**
     * Writes rows, each unless the store has a later one of its entity. Of rows with the same event time the last one that is
     * written stays, so that writing a row again changes nothing.
     *
     * @return completes when the rows can be read, exceptionally if that is not known; then some of them may be there
     */
    CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> rows);

    /** The rows of those entities that have one, by entity. */
    CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities);
}
