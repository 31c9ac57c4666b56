package dev.ingest.path.kill;

/** When a process dies, seen from a request that it makes. */
enum Moment {
    /** It is on its way: nobody has heard of it. */
    SENT,
    /** Half of it has arrived. */
    HALF_SENT,
    /** It is done, and its answer is on its way. */
    DONE
}
