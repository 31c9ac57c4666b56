package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.Map;

/** Checks. */
final class CheckParser {
    private static final Map<String, Component.Parser<Check>> CHECKS =
            Map.of("CheckStream", CheckParser::named, "CheckDynamicStream", CheckParser::first);
    private static final Map<String, Component.Parser<Check.Generated>> GENERATED = Map.of(
            "DynamicStreamCheckConfig",
            config -> new Check.Generated(config.requiredText("dynamic_stream_name"), config.integer("stream_count")));

    /** Keys that belong to whoever runs a connector, not to its manifest. */
    private static final String RESERVED = "__airbyte";

    private CheckParser() {}

    static Check parse(Component source) {
        return source.requiredChild("check").by(CHECKS);
    }

    private static Check named(Component check) {
        return new Check.Named(
                check.list("stream_names").stream().map(Python::str).toList(),
                check.children("dynamic_streams_check_configs").stream()
                        .map(config -> config.by(GENERATED))
                        .toList(),
                overrides(check));
    }

    private static Check first(Component check) {
        int count = check.integer("stream_count")
                .orElseThrow(() -> check.error("stream_count", "is missing (expected a number of streams)"));
        return new Check.First(count, check.flag("use_check_availability", true), overrides(check));
    }

    private static Value.Dict overrides(Component check) {
        if (!(check.value("config_overrides").orElse(Value.NONE) instanceof Value.Dict overrides)) {
            return Value.emptyDict();
        }
        for (Value key : overrides.entries().keySet()) {
            if (Python.str(key).startsWith(RESERVED)) {
                throw check.error("config_overrides", "overrides the reserved key " + Python.str(key));
            }
        }
        return overrides;
    }
}
