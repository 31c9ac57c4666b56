package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The names a template can use at one place, and the time. Immutable. */
public final class Scope {
    private static final String SLICE = "stream_slice";

    private final Map<String, Value> variables;
    private final Clock clock;

    private Scope(Map<String, Value> variables, Clock clock) {
        this.variables = variables;
        this.clock = clock;
    }

    public static Scope of(Value.Dict config, Clock clock) {
        return new Scope(Map.of("config", config), clock);
    }

    public Scope with(String name, Value value) {
        Map<String, Value> extended = new HashMap<>(variables);
        extended.put(name, value);
        if (name.equals(SLICE)) {
            extended.put("stream_interval", value);
            extended.put("stream_partition", value);
        }
        return new Scope(extended, clock);
    }

    public Clock clock() {
        return clock;
    }

    public Value.Dict config() {
        return variables.get("config") instanceof Value.Dict config ? config : Value.emptyDict();
    }

    /** The slice that is read; empty outside of one. */
    public Value.Dict slice() {
        return variables.get(SLICE) instanceof Value.Dict slice ? slice : Value.emptyDict();
    }

    Map<String, Value> variables(Value.Dict parameters) {
        Map<String, Value> all = new HashMap<>(variables);
        all.put("parameters", parameters);
        return all;
    }
}
