package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;

/** A stream with places to fill in. */
public final class StreamTemplate {
    private final String path;
    private final Value.Dict fields;
    private final boolean outerParametersWin;
    private final Loading loading;

    /** @param outerParametersWin whether a component's own {@code $parameters} yield to those around it */
    StreamTemplate(String path, Value.Dict fields, boolean outerParametersWin, Loading loading) {
        this.path = path;
        this.fields = fields;
        this.outerParametersWin = outerParametersWin;
        this.loading = loading;
    }

    /** The template's fields, not to be changed. */
    public Value.Dict fields() {
        return fields;
    }

    /**
     * The stream that the filled-in fields describe.
     *
     * @throws ManifestException naming the component at fault
     */
    public ManifestStream stream(Value.Dict filled) {
        Value.Dict propagated = Parameters.again(filled, outerParametersWin);
        ManifestStream stream = StreamParser.any(Component.of(path, propagated, loading));
        if (stream.name().isEmpty()) {
            throw new ManifestException(path + ".name", "is empty once filled in (expected a name)");
        }
        return stream;
    }

    /** A value that was rendered as text may be YAML; what is not stays text. */
    public static Value parsed(Value value) {
        return value instanceof Value.Str(var text) ? YamlText.fragment(text) : value;
    }
}
