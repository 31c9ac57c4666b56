package dev.ingest.connector.read;

import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The states of a stream's partitions, in the form the field uses: {@code {"use_global_cursor", "states", "state",
 * "lookback_window", "parent_state"}}. Beyond a number of partitions one state stands for all, and the next pass begins
 * so much earlier as this one lasted.
 */
final class PartitionStates {
    /** Beyond this many partitions one state stands for all, as the language has it. */
    static final int MAX_PARTITIONS = 10_000;

    /** Saved states that are looked at, the last of them; a partition whose state is left out goes on from the one for all. */
    static final int MAX_KEPT = 25_000;

    /** Beyond this length of the states one stands for all: a checkpoint travels in messages of limited size. */
    static final int MAX_LENGTH = 640 * 1024;

    /** A hundred years, in seconds. */
    private static final BigInteger LOOKBACK_MAX = BigInteger.valueOf(36_525L * 86_400);

    private static final String GLOBAL = "use_global_cursor";
    private static final String STATES = "states";
    private static final String STATE = "state";
    private static final String LOOKBACK = "lookback_window";
    private static final String PARENTS = "parent_state";
    private static final String SYNCED = "synced";
    private static final String OPEN = "open";
    private static final String CHANGED = "changed";
    private static final int ENTRY_LENGTH = "{\"partition\":,\"cursor\":},".length();

    private final CursorDates dates;
    private final Map<String, Value.Dict> states = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean global;
    private Optional<String> known = Optional.empty();
    private Optional<String> reached = Optional.empty();
    private long lookbackSeconds;
    private boolean synced;
    private int partitions;
    private long length;
    private final Map<String, Value> interrupted = new LinkedHashMap<>();

    /** @param global whether one state stands for all from the start */
    PartitionStates(CursorDates dates, boolean global, Value.Dict saved) {
        this.dates = dates;
        this.global = global;
        if (!saved.entries().isEmpty()) {
            read(saved);
        }
    }

    private void read(Value.Dict saved) {
        if (saved.at(STATES).isEmpty() && saved.at(STATE).isEmpty()) {
            // The state of a time when the stream had no partitions holds for all of them.
            all(saved);
        } else {
            global = saved.at(GLOBAL).map(Python::truth).orElse(false);
            lookbackSeconds = saved.at(LOOKBACK).map(PartitionStates::seconds).orElse(0L);
            entries(saved.at(STATES)).forEach(this::load);
            saved.at(STATE).flatMap(PartitionStates::dict).ifPresent(this::all);
        }
    }

    /** Another runtime may have written it: beyond a length that could be, it is as good as that length. */
    private static long seconds(Value value) {
        return value instanceof Value.Int(var number)
                ? number.min(LOOKBACK_MAX).max(BigInteger.ZERO).longValueExact()
                : 0;
    }

    private static Optional<Value.Dict> dict(Value value) {
        return value instanceof Value.Dict dict ? Optional.of(dict) : Optional.empty();
    }

    private static List<Value> entries(Optional<Value> list) {
        return list.orElse(Value.NONE) instanceof Value.Items(var values) ? values : List.of();
    }

    private void load(Value entry) {
        if (entry instanceof Value.Dict fields) {
            Value.Dict state =
                    fields.at("cursor").flatMap(PartitionStates::dict).orElseGet(Value::emptyDict);
            put(JsonText.canonical(fields.at("partition").orElse(Value.NONE)), state);
            partitions++;
        }
    }

    private void all(Value.Dict state) {
        known = state.at(dates.field()).map(value -> dates.write(dates.saved(value)));
        reached = known;
    }

    private void put(String key, Value.Dict state) {
        Value.Dict before = states.put(key, state);
        length += before == null
                ? key.length() + ENTRY_LENGTH + JsonText.compact(state).length()
                : 0;
    }

    boolean isGlobal() {
        return global;
    }

    /** Where a partition begins that has no state of its own. */
    Value.Dict global() {
        return known.map(value -> dates.saved(Value.of(value)).minusSeconds(lookbackSeconds))
                .map(start -> Value.dict(Map.of(dates.field(), Value.of(dates.write(start)))))
                .orElseGet(Value::emptyDict);
    }

    Value.Dict open(String key) {
        limit();
        Value.Dict state = states.get(key);
        if (state == null) {
            state = global();
            partitions++;
            if (!global) {
                put(key, state);
                changed.add(key);
            }
        }
        return state;
    }

    /** What was read of a partition before the pass was interrupted in it. */
    List<Interval> interrupted(String key) {
        Value intervals = interrupted.remove(key);
        return intervals == null ? List.of() : SavedIntervals.read(intervals, dates);
    }

    private void limit() {
        global = global || partitions > MAX_PARTITIONS || length > MAX_LENGTH;
        Iterator<String> oldest = states.keySet().iterator();
        while (states.size() >= MAX_KEPT) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The language compares these as text, which is right for formats from the year down. */
    void saw(String cursor) {
        synced = true;
        advance(cursor);
    }

    private void advance(String cursor) {
        reached = reached.filter(before -> before.compareTo(cursor) >= 0).or(() -> Optional.of(cursor));
    }

    void closed(Interval range, Intervals intervals) {
        if (!global) {
            intervals.add(range);
        }
    }

    void close(String key, Intervals intervals) {
        if (!global) {
            put(key, intervals.state());
            changed.add(key);
            advance(dates.write(intervals.reached()));
        }
    }

    /** @param pass how long it lasted, interruptions included */
    Value end(Duration pass, Optional<Value> parentStates) {
        if (synced) {
            known = reached;
            lookbackSeconds = pass.plusNanos(999_999_999).toSeconds();
        }
        limitLength();
        Map<String, Value> state = new LinkedHashMap<>();
        state.put(GLOBAL, Value.of(global));
        if (!global) {
            state.put(STATES, entries(states.keySet()));
        }
        known.ifPresent(value -> state.put(STATE, Value.dict(Map.of(dates.field(), Value.of(value)))));
        state.put(LOOKBACK, Value.of(lookbackSeconds));
        parentStates.ifPresent(value -> state.put(PARENTS, value));
        return Value.dict(state);
    }

    private void limitLength() {
        global = global || length > MAX_LENGTH;
    }

    private Value entries(Set<String> keys) {
        List<Value> entries = new ArrayList<>(keys.size());
        states.forEach((key, state) -> {
            if (keys.contains(key)) {
                entries.add(entry(key, state));
            }
        });
        return Value.list(entries);
    }

    private Value entry(String key, Value.Dict state) {
        Map<String, Value> entry = new LinkedHashMap<>();
        entry.put("partition", SavedState.json(key));
        entry.put("cursor", Intervals.of(state, dates).state());
        return Value.dict(entry);
    }

    Value progress(String key, List<Interval> open) {
        Map<String, Value> progress = new LinkedHashMap<>();
        progress.put(GLOBAL, Value.of(global));
        progress.put(SYNCED, Value.of(synced));
        reached.ifPresent(value -> progress.put(STATE, Value.of(value)));
        if (!global) {
            progress.put(CHANGED, entries(changed));
        }
        Map<String, Value> opened = new LinkedHashMap<>(interrupted);
        if (!open.isEmpty()) {
            opened.put(key, SavedIntervals.write(open, dates));
        }
        progress.put(OPEN, Value.dict(opened));
        return Value.dict(progress);
    }

    void resume(Value progress) {
        if (progress instanceof Value.Dict saved) {
            global = saved.at(GLOBAL).map(Python::truth).orElse(global);
            synced = saved.at(SYNCED).map(Python::truth).orElse(false);
            reached = saved.at(STATE).map(Python::str);
            entries(saved.at(CHANGED)).forEach(this::change);
            saved.at(OPEN)
                    .flatMap(PartitionStates::dict)
                    .ifPresent(open -> open.entries().forEach((key, value) -> interrupted.put(Python.str(key), value)));
        }
    }

    private void change(Value entry) {
        if (entry instanceof Value.Dict fields) {
            String key = JsonText.canonical(fields.at("partition").orElse(Value.NONE));
            partitions += states.containsKey(key) ? 0 : 1;
            put(key, fields.at("cursor").flatMap(PartitionStates::dict).orElseGet(Value::emptyDict));
            changed.add(key);
        }
    }
}
