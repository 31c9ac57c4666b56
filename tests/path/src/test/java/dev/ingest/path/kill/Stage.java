package dev.ingest.path.kill;

import java.util.regex.Pattern;

/** A step of a drain, by the request that shows it. */
enum Stage {
    MESSAGES_READ(Way.PUSHED, Moment.SENT, Request.LOOK, 1),
    DATA_HALF_WRITTEN(Way.PUSHED, Moment.HALF_SENT, Request.DATA, 1),
    DATA_WRITTEN(Way.PUSHED, Moment.DONE, Request.DATA, 1),
    MANIFEST_WRITTEN(Way.PUSHED, Moment.DONE, Request.MANIFEST, 1),
    MANIFEST_LIST_WRITTEN(Way.PUSHED, Moment.DONE, Request.MANIFEST_LIST, 1),
    /** Everything is written, and the commit not asked for. */
    METADATA_WRITTEN(Way.PUSHED, Moment.DONE, Request.METADATA, 1),
    COMMIT_ON_ITS_WAY(Way.PUSHED, Moment.SENT, Request.COMMIT, 1),
    /** Nobody is told of it, and the group's offset is where it was. */
    COMMITTED(Way.PUSHED, Moment.DONE, Request.COMMIT, 1),
    ATTEMPT_BEGUN(Way.PULLED, Moment.DONE, Request.COMMIT, 1),
    ATTEMPT_STAGED(Way.PULLED, Moment.DONE, Request.COMMIT, 2),
    SLICE_WRITTEN(Way.PULLED, Moment.DONE, Request.METADATA, 3),
    SLICE_PUBLISHED(Way.PULLED, Moment.DONE, Request.COMMIT, 3),
    ATTEMPT_DROPPED(Way.PULLED, Moment.DONE, Request.COMMIT, 4),
    RUN_BEGUN(Way.REFRESHED, Moment.DONE, Request.COMMIT, 3),
    SLICE_COLLECTED(Way.REFRESHED, Moment.DONE, Request.COMMIT, 4),
    SWAP_ON_ITS_WAY(Way.REFRESHED, Moment.SENT, Request.COMMIT, 6),
    RUN_SWAPPED_IN(Way.REFRESHED, Moment.DONE, Request.COMMIT, 6),
    SECOND_OF_MANY_COMMITS(Way.APPENDED, Moment.DONE, Request.COMMIT, 2),
    COMPACTED_DATA_WRITTEN(Way.APPENDED, Moment.DONE, Request.DATA, Way.APPENDED_AT_ONCE + 1),
    COMPACTION_ON_ITS_WAY(Way.APPENDED, Moment.SENT, Request.COMMIT, Way.APPENDED_AT_ONCE + 1),
    COMPACTED(Way.APPENDED, Moment.DONE, Request.COMMIT, Way.APPENDED_AT_ONCE + 1),
    SNAPSHOTS_FORGOTTEN(Way.AGED, Moment.DONE, Request.COMMIT, 2),
    EXPIRED_FILES_REMOVED(Way.AGED, Moment.SENT, Request.REMOVAL, 2),
    FOLDERS_LISTED(Way.AGED, Moment.DONE, Request.LISTING, 1),
    ORPHANS_REMOVED(Way.AGED, Moment.DONE, Request.REMOVAL_OF_STRAY, 1);

    private final Way way;
    private final Moment moment;
    private final Pattern request;
    private final int n;

    Stage(Way way, Moment moment, Pattern request, int n) {
        this.way = way;
        this.moment = moment;
        this.request = request;
        this.n = n;
    }

    /** The table whose drain has this step. */
    Way way() {
        return way;
    }

    Moment moment() {
        return moment;
    }

    Pattern request() {
        return request;
    }

    /** Which of the drain's requests of this kind it is. */
    int n() {
        return n;
    }

    /** What a writer asks of catalog and store. */
    private static final class Request {
        static final Pattern LOOK = Pattern.compile("SELECT .* FROM iceberg_tables", Pattern.DOTALL);
        static final Pattern COMMIT = Pattern.compile("UPDATE iceberg_tables");
        static final Pattern DATA = Pattern.compile("^PUT \\S+/data/");
        static final Pattern MANIFEST = Pattern.compile("^PUT \\S+/metadata/\\S+-m\\d+\\.avro");
        static final Pattern MANIFEST_LIST = Pattern.compile("^PUT \\S+/metadata/snap-");
        static final Pattern METADATA = Pattern.compile("^PUT \\S+\\.metadata\\.json");
        static final Pattern REMOVAL = Pattern.compile("^DELETE |^POST \\S+\\?delete");
        static final Pattern REMOVAL_OF_STRAY = Pattern.compile("^DELETE \\S+/" + Store.STRAY);
        static final Pattern LISTING = Pattern.compile("^GET \\S+list-type=2");
    }
}
