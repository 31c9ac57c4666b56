package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.CountingCursor;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream with a number that only grows: one range from the greatest number known, without an end. */
final class CountingRead implements Incremental {
    private static final Value ENDLESS = new Value.Float(Double.POSITIVE_INFINITY);

    private final CountingCursor cursor;
    private final String field;
    private final Value.Dict saved;
    private final Value start;
    private Value reached;

    CountingRead(CountingCursor cursor, Scope scope, Value.Dict saved) {
        this.cursor = cursor;
        this.field = cursor.field().text(scope);
        this.saved = saved;
        this.start =
                cursor.start().map(template -> start(template.value(scope))).orElse(Value.of(0));
        this.reached = greater(start, saved.at(field).filter(Python::truth).orElse(start));
    }

    private Value start(Value given) {
        return switch (given) {
            case Value.Int number -> number;
            case Value.Float(var number) -> new Value.Int(new BigDecimal(number).toBigInteger());
            case Value.Str(var text)
            when text.strip().matches("[+-]?\\d+") -> new Value.Int(new BigInteger(text.strip()));
            case Value other -> throw notANumber("start_value", other);
        };
    }

    private ReadException notANumber(String what, Value value) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                cursor.manifestPath() + ": " + what + " is '" + Python.str(value) + "' (expected a number)");
    }

    private BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int(var number) -> new BigDecimal(number);
            case Value.Float(var number) when Double.isFinite(number) -> new BigDecimal(number);
            case Value other -> throw notANumber("a value of the cursor field " + field, other);
        };
    }

    private Value greater(Value one, Value other) {
        return number(one).compareTo(number(other)) < 0 ? other : one;
    }

    @Override
    public boolean isDistinct() {
        return true;
    }

    @Override
    public List<CursorRange> open(Partition partition) {
        return List.of(new CursorRange(Optional.of(reached), Optional.of(ENDLESS)));
    }

    @Override
    public RangeCursor range(CursorRange range, Optional<Value> seen) {
        return new Watch(seen);
    }

    private final class Watch implements RangeCursor {
        private Optional<Value> seen;

        Watch(Optional<Value> seen) {
            this.seen = seen;
        }

        @Override
        public List<Selected> accept(List<Selected> records) {
            for (Selected each : records) {
                Optional<Value> value = each.field(field).filter(given -> !(given instanceof Value.None));
                seen = value.map(given -> greater(seen.orElse(given), given)).or(() -> seen);
            }
            return records;
        }

        @Override
        public boolean filters() {
            return false;
        }

        @Override
        public boolean admits(Value.Dict record) {
            return true;
        }

        @Override
        public boolean isPast(Selected last) {
            return false;
        }

        @Override
        public Optional<Value> seen() {
            return seen;
        }

        @Override
        public void close() {
            seen.ifPresent(value -> reached = greater(reached, value));
        }
    }

    @Override
    public void close() {}

    @Override
    public Optional<Value> state(Optional<Value> parents) {
        Map<Value, Value> state = new LinkedHashMap<>(saved.entries());
        state.put(Value.of(field), reached);
        return Optional.of(new Value.Dict(state));
    }

    @Override
    public Value progress() {
        return Value.NONE;
    }

    @Override
    public void resume(Value progress) {}
}
