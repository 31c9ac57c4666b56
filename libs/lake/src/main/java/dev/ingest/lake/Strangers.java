package dev.ingest.lake;

import java.io.IOException;

/** What becomes of fields that no column is for, at the top of a record or in a struct: as the table's policy says. */
final class Strangers {

    private final Layout layout;

    /** Columns that earlier records of the batch asked for. */
    private final Growth batch;

    private final int known;

    Strangers(Layout layout, Growth batch) {
        this.layout = layout;
        this.batch = batch;
        this.known = layout.fieldCount();
    }

    /** Whether they get columns, and columns that are too narrow become wider. */
    boolean areWelcome() {
        return layout.policy() == SchemaPolicy.EVOLVE;
    }

    /** Whether another column has this full name, so that a field of a struct has a tail. */
    boolean isTaken(String fullName) {
        return layout.isName(fullName);
    }

    /**
     * Meets a field whose value the parser is at; that stays where it is.
     *
     * @param parent as in {@link Growth.Wanted}
     * @param prefix as in {@link Growth.Wanted}
     */
    void meet(int parent, String prefix, String name, JsonRecord record) throws IOException, Unfit {
        if (record.delete()) {
            return;
        }
        if (name.isBlank() || name.length() > Decoder.NAME_LENGTH_MAX) {
            throw new Unfit("a field name of %d characters (expected: 1 to %d)"
                    .formatted(name.length(), Decoder.NAME_LENGTH_MAX));
        }
        if (parent == Growth.TOP && layout.isReserved(name)) {
            throw new Unfit("a field named %s (expected: another name, this one is the table's own)".formatted(name));
        }
        switch (layout.policy()) {
            case FREEZE ->
                throw new Unfit("field %s has no column (expected: a declared one, the schema is frozen)"
                        .formatted(prefix + name));
            case DISCARD_RECORD ->
                throw new Unwanted("field %s has no column: such records are discarded".formatted(prefix + name));
            case DISCARD_VALUE -> {}
            case EVOLVE -> welcome(parent, prefix, name, record);
        }
    }

    private void welcome(int parent, String prefix, String name, JsonRecord record) throws IOException, Unfit {
        String column = parent == Growth.TOP ? layout.columnName(name) : layout.nestedName(prefix, name);
        record.growth().see(new Growth.Wanted(parent, prefix, column, Growth.typeOf(record.at())));
        if (known + batch.sizeWith(record.growth()) > Decoder.COLUMNS_MAX) {
            throw new Unfit("a new field, but the table has its %d columns".formatted(Decoder.COLUMNS_MAX));
        }
    }
}
