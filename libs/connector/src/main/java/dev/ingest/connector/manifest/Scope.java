package dev.ingest.connector.manifest;

import dev.ingest.expression.PrintObserver;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names a template can use at one place, and the time. Immutable. */
public final class Scope {
    private static final String SLICE = "stream_slice";
    private static final String PAGE_TOKEN = "next_page_token";

    private final Map<String, Value> variables;
    private final Clock clock;
    private final PrintObserver observer;
    private final Runnable beforeEach;

    private Scope(Map<String, Value> variables, Clock clock, PrintObserver observer, Runnable beforeEach) {
        this.variables = variables;
        this.clock = clock;
        this.observer = observer;
        this.beforeEach = beforeEach;
    }

    public static Scope of(Value.Dict config, Clock clock) {
        return new Scope(Map.of("config", config), clock, PrintObserver.NONE, () -> {});
    }

    public Scope with(String name, Value value) {
        Map<String, Value> extended = new HashMap<>(variables);
        extended.put(name, value);
        if (name.equals(SLICE)) {
            extended.put("stream_interval", value);
            extended.put("stream_partition", value);
        }
        return new Scope(extended, clock, observer, beforeEach);
    }

    /** The same, with someone who is told what templates print. */
    public Scope observed(PrintObserver by) {
        return new Scope(variables, clock, by, beforeEach);
    }

    /** The same, with someone who is asked before each template is evaluated, and throws where no more may be. */
    public Scope asking(Runnable before) {
        return new Scope(variables, clock, observer, before);
    }

    PrintObserver observer() {
        return observer;
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

    /** The token of the page that is asked for; none for the first. */
    public Optional<Value> pageToken() {
        return variables.get(PAGE_TOKEN) instanceof Value.Dict token ? token.at(PAGE_TOKEN) : Optional.empty();
    }

    /** Everything but the configuration: what tells one request of a requester from the others. */
    public Value place() {
        Map<String, Value> place = new HashMap<>(variables);
        place.remove("config");
        return Value.dict(place);
    }

    /** What a template reads that is evaluated now. */
    Map<String, Value> variables(Value.Dict parameters) {
        beforeEach.run();
        return new WithParameters(variables, parameters);
    }

    /** Read for every template of every record, so nothing is copied. */
    private static final class WithParameters extends AbstractMap<String, Value> {
        private static final String PARAMETERS = "parameters";

        private final Map<String, Value> variables;
        private final Value parameters;

        WithParameters(Map<String, Value> variables, Value parameters) {
            this.variables = variables;
            this.parameters = parameters;
        }

        @Override
        public @Nullable Value get(Object name) {
            return PARAMETERS.equals(name) ? parameters : variables.get(name);
        }

        @Override
        public Set<Entry<String, Value>> entrySet() {
            Map<String, Value> all = new HashMap<>(variables);
            all.put(PARAMETERS, parameters);
            return all.entrySet();
        }
    }
}
