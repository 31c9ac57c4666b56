package dev.ingest.expression;

/** A function, filter, test or method: its name, how it takes arguments, and what it does. */
record Function(String name, Signature signature, Body body) {
    /** What it does with arguments that fit its signature. */
    @FunctionalInterface
    interface Body {
        Value call(Arguments arguments);
    }

    /** @param declaration the name, then the parameters as {@link Signature#parse} reads them */
    static Function of(String declaration, Body body) {
        int blank = declaration.indexOf(' ');
        return blank < 0
                ? new Function(declaration, Signature.parse(""), body)
                : new Function(
                        declaration.substring(0, blank), Signature.parse(declaration.substring(blank + 1)), body);
    }

    Value call(Arguments arguments) {
        signature.check(name, arguments);
        return body.call(arguments);
    }
}
