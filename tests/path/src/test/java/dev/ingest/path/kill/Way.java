package dev.ingest.path.kill;

import dev.ingest.contracts.TableRef;

/** How a table is written: one table for each. */
enum Way {
    PUSHED("UPSERT", true, 1000),
    PULLED("UPSERT", true, 1000),
    REFRESHED("FULL_REFRESH", true, 1000),
    APPENDED("APPEND", false, 1),
    /** Pushed as well, with a past that is to be forgotten. */
    AGED("UPSERT", true, 1000);

    /** Commits of one drain: enough small files for compaction to pay. */
    static final int APPENDED_AT_ONCE = 12;

    private final String merge;
    private final boolean keyed;
    private final int batch;

    Way(String merge, boolean keyed, int batch) {
        this.merge = merge;
        this.keyed = keyed;
        this.batch = batch;
    }

    TableRef table() {
        return new TableRef("shop", name().toLowerCase(java.util.Locale.ROOT));
    }

    /** As the control plane tells the writer. */
    String spec(String tenant) {
        return """
                {"tenant":"%s","table":{"namespace":"%s","name":"%s"},
                 "destination":{"name":"managed","kind":"managed","properties":{}},
                 "columns":[{"name":"id","type":"long","required":true},
                            {"name":"version","type":"long","required":false},
                            {"name":"note","type":"string","required":false}],
                 "key":[%s],%s"merge":"%s","formatVersion":3,"batch":%d}
                """.formatted(
                        tenant,
                        table().namespace(),
                        table().name(),
                        keyed ? "\"id\"" : "",
                        keyed ? "\"cursor\":\"version\"," : "",
                        merge,
                        batch);
    }
}
