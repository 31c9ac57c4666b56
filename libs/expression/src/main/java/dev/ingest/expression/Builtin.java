package dev.ingest.expression;

/** A function, filter, test or method. For the latter three the target is the first argument. */
@FunctionalInterface
interface Builtin {
    Value call(Arguments arguments);
}
