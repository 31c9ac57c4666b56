package dev.ingest.connector.json;

import dev.ingest.expression.Value;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A list whose elements are read when someone looks at them: templates seldom look at the records of a response. */
final class LazyRecords extends AbstractList<Value> {
    private final List<RawJson> texts;
    private final List<Optional<Value>> values;
    private boolean changed;

    /** @param unread places of texts that are beyond a limit: who looks at one sees an object without fields */
    LazyRecords(List<RawJson> texts, Set<Integer> unread) {
        this.texts = texts;
        this.values = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            values.add(unread.contains(i) ? Optional.of(Value.emptyDict()) : Optional.empty());
        }
    }

    @Override
    public Value get(int index) {
        Optional<Value> known = values.get(index);
        if (known.isPresent()) {
            return known.get();
        }
        Value read = texts.get(index).checkedValue();
        values.set(index, Optional.of(read));
        return read;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public Value set(int index, Value value) {
        Value before = get(index);
        values.set(index, Optional.of(value));
        return before;
    }

    @Override
    public void add(int index, Value value) {
        readAll();
        values.add(index, Optional.of(value));
    }

    @Override
    public Value remove(int index) {
        readAll();
        Value removed = get(index);
        values.remove(index);
        return removed;
    }

    /** Once elements move, they no longer lie where their texts do. */
    private void readAll() {
        for (int i = 0; !changed && i < values.size(); i++) {
            get(i);
        }
        changed = true;
    }
}
