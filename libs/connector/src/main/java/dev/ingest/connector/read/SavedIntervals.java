package dev.ingest.connector.read;

import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Intervals as text, in the cursor's own format. */
final class SavedIntervals {
    private static final String START = "start";
    private static final String END = "end";
    private static final String SEEN = "most_recent_cursor_value";

    private SavedIntervals() {}

    static Value write(List<Interval> intervals, CursorDates dates) {
        return Value.list(
                intervals.stream().map(interval -> write(interval, dates)).toList());
    }

    private static Value write(Interval interval, CursorDates dates) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put(START, Value.of(dates.write(interval.start())));
        fields.put(END, Value.of(dates.write(interval.end())));
        interval.seen().ifPresent(seen -> fields.put(SEEN, Value.of(dates.write(seen))));
        return Value.dict(fields);
    }

    static List<Interval> read(Value list, CursorDates dates) {
        List<Interval> intervals = new ArrayList<>();
        if (list instanceof Value.Items(var values)) {
            values.forEach(value -> intervals.add(interval(value, dates)));
        }
        return intervals;
    }

    private static Interval interval(Value value, CursorDates dates) {
        Value.Dict fields = value instanceof Value.Dict dict ? dict : Value.emptyDict();
        return new Interval(
                dates.saved(fields.at(START).orElse(Value.NONE)),
                dates.saved(fields.at(END).orElse(Value.NONE)),
                fields.at(SEEN).filter(Python::truth).map(dates::saved));
    }
}
