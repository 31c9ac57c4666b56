package dev.ingest.lake;

import dev.ingest.lake.encode.UnknownFormException;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.index.Wanted;
import java.util.Collection;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.jspecify.annotations.Nullable;

/** Looks for some keys in files' indexes, where that takes less than reading all their keys. */
final class KeyLookup {

    private final KeyIndex index;
    private final KeyScan scan;
    private final Collection<Object> keys;
    private final String columns;
    private @Nullable Wanted wanted;

    KeyLookup(KeyIndex index, KeyScan scan, Table table, Layout layout, Collection<Object> keys) {
        this.index = index;
        this.scan = scan;
        this.keys = keys;
        // what a file's index holds hangs on what the key and the cursor are
        this.columns = " %s %s %s".formatted(table.uuid(), layout.keyFields(), layout.cursorField());
    }

    /** Tells of the rows that have a key that is looked for; false, and nothing told, if the file is to be read. */
    boolean visit(FileScanTask file, KeyScan.Visitor visitor) {
        long rows = file.file().recordCount();
        if (!index.pays(rows, keys.size())
                || !KeyScan.isRaw(file)
                || !Wanted.isKind(keys.iterator().next())) {
            return false;
        }
        String name = file.file().location() + columns;
        if (look(name, file, visitor)) {
            return true;
        }
        if (!index.isDue(name, rows)) {
            return false;
        }
        try {
            index.build(name, rows, builder -> scan.index(file, builder));
        } catch (UnknownFormException e) {
            index.refuse(name);
        }
        return look(name, file, visitor);
    }

    private boolean look(String name, FileScanTask file, KeyScan.Visitor visitor) {
        if (!index.holds(name)) {
            return false;
        }
        if (wanted == null) {
            wanted = Wanted.of(keys, Fingerprints::of);
        }
        PositionDeleteIndex deleted = scan.deleted(file);
        Long first = file.file().firstRowId();
        return index.look(name, wanted, (position, key, cursor, id) -> {
            if (!deleted.isDeleted(position)) {
                visitor.row(file, position, key, cursor, KeyRow.id(id, first, position));
            }
        });
    }
}
