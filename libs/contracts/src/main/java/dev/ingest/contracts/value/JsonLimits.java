package dev.ingest.contracts.value;

/** How large the parts of a record's JSON may be. */
public final class JsonLimits {
    /** Objects and arrays within each other, the record itself included. */
    public static final int RECORD_DEPTH_MAX = 500;

    /** Of a value that may be any JSON: what is left for it in the deepest column type there is. */
    public static final int VALUE_DEPTH_MAX = 450;

    /** Characters of a name. */
    public static final int NAME_LENGTH_MAX = 50_000;

    private JsonLimits() {}
}
