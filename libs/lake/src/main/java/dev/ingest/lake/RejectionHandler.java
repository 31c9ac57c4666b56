package dev.ingest.lake;

import java.util.List;

/**
 * Told of a batch's rejected records before the batch is committed: a record must be safe in the dead letters before the
 * offsets say it was applied. It may be told of the same records again (their ids are the same), and if it throws, nothing is
 * committed.
 */
@FunctionalInterface
public interface RejectionHandler {

    void rejected(List<Rejection> rejections);
}
