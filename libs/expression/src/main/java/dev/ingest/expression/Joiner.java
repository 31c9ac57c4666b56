package dev.ingest.expression;

/** {@code joiner(', ')}: nothing the first time it is called, its separator afterwards. */
final class Joiner implements Value.Opaque {
    private final Value separator;
    private boolean used;

    Joiner(Value separator) {
        this.separator = separator;
    }

    @Override
    public String typeName() {
        return "Joiner";
    }

    @Override
    public String repr() {
        return "<Joiner>";
    }

    @Override
    public boolean callable() {
        return true;
    }

    @Override
    public Value call(Arguments arguments) {
        Value text = used ? separator : EMPTY;
        used = true;
        return text;
    }
}
