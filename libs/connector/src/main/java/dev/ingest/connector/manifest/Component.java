package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.Extension;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One component while it is parsed: typed access to its fields, with its path in every error. */
record Component(String path, String type, Value.Dict fields, Loading loading) {
    /** The parser of one component type. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(Component component);
    }

    static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    static Component of(String path, Value value, Loading loading) {
        if (!(value instanceof Value.Dict fields)) {
            throw new ManifestException(path, "is " + describe(value) + " (expected a component)");
        }
        Optional<String> className = className(fields);
        if (className.isPresent() && loading.extensions().find(className.get()).isEmpty()) {
            throw new ManifestException(
                    path,
                    "class_name " + className.get()
                            + " is a Python class, which is not supported (expected a component of the language)");
        }
        String type = fields.at("type").map(Python::str).orElse("");
        if (type.isEmpty()) {
            throw new ManifestException(path, "has no type (expected one)");
        }
        return new Component(path, type, fields, loading);
    }

    private static Optional<String> className(Value.Dict fields) {
        return fields.at("class_name").filter(Python::truth).map(Python::str);
    }

    /** A component found inside this one, other than as a field or a list's element. */
    Component at(String path, Value value) {
        return of(path, value, loading);
    }

    /** The Java replacement of this custom component. */
    <E extends Extension> E extension(Class<E> expected) {
        String name = className(fields).orElseThrow(() -> error("class_name", "is missing (expected one)"));
        Extension made = loading.extensions()
                .find(name)
                .orElseThrow(() -> error("class_name", name + " has no replacement (expected one)"))
                .create(fields);
        if (!expected.isInstance(made)) {
            throw error(
                    "class_name",
                    name + " is replaced by something else (expected a " + expected.getSimpleName() + ")");
        }
        return expected.cast(made);
    }

    static String describe(Value value) {
        return switch (value) {
            case Value.Str(var text) -> "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
            case Value.Dict dict -> "a mapping";
            case Value.Items items -> "a list";
            case Value other -> Python.str(other);
        };
    }

    /** Parses this component by the parser of its type. */
    <T> T by(Map<String, ? extends Parser<? extends T>> parsers) {
        Parser<? extends T> parser = parsers.get(type);
        if (parser == null) {
            throw new ManifestException(path, Vocabulary.problem(type, parsers.keySet()));
        }
        return parser.parse(this);
    }

    ManifestException error(String field, String problem) {
        return new ManifestException(join(path, field), problem);
    }

    /** A field's value; absent and null are the same. */
    Optional<Value> value(String field) {
        return fields.at(field).filter(value -> !(value instanceof Value.None));
    }

    Value required(String field) {
        return value(field)
                .orElseThrow(() -> new ManifestException(path, type + " has no " + field + " (expected one)"));
    }

    Optional<String> text(String field) {
        return value(field).map(value -> {
            if (value instanceof Value.Dict || value instanceof Value.Items) {
                throw error(field, "is " + describe(value) + " (expected text)");
            }
            return Python.str(value);
        });
    }

    String requiredText(String field) {
        return text(field).orElseGet(() -> Python.str(required(field)));
    }

    boolean flag(String field, boolean otherwise) {
        return value(field)
                .map(value -> {
                    if (value instanceof Value.Bool(var flag)) {
                        return flag;
                    }
                    throw error(field, "is " + describe(value) + " (expected true or false)");
                })
                .orElse(otherwise);
    }

    Optional<Integer> integer(String field) {
        return value(field).map(value -> {
            if (value instanceof Value.Int(var number) && number.bitLength() < 32) {
                return number.intValue();
            }
            throw error(field, "is " + describe(value) + " (expected an integer)");
        });
    }

    Optional<Double> number(String field) {
        return value(field).map(value -> switch (value) {
            case Value.Int(var number) -> number.doubleValue();
            case Value.Float(var number) -> number;
            case Value other -> throw error(field, "is " + describe(other) + " (expected a number)");
        });
    }

    /** HTTP statuses, as numbers or as text. */
    Set<Integer> statuses(String field) {
        Set<Integer> statuses = new HashSet<>();
        for (Value status : list(field)) {
            String text = Python.str(status);
            if (!text.matches("[1-5]\\d\\d")) {
                throw error(field, "holds '" + text + "' (expected HTTP status codes)");
            }
            statuses.add(Integer.parseInt(text));
        }
        return Set.copyOf(statuses);
    }

    <E extends Enum<E>> Optional<E> choice(String field, Class<E> type, Function<E, String> spelling) {
        return text(field)
                .map(given -> Arrays.stream(type.getEnumConstants())
                        .filter(option -> spelling.apply(option).equals(given))
                        .findFirst()
                        .orElseThrow(() -> error(
                                field,
                                "is '" + given + "' (expected one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(spelling)
                                                .toList() + ")")));
    }

    /** The spelling of most choices: {@code EMIT_PARENT} is {@code emit_parent}. */
    static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    Optional<Component> child(String field) {
        return value(field).map(value -> at(join(path, field), value));
    }

    Component requiredChild(String field) {
        return at(join(path, field), required(field));
    }

    /** A child whose type is clear from its place, so that it may leave it out. */
    Optional<Component> part(String field, String type) {
        return value(field).map(value -> typed(join(path, field), type, value));
    }

    /** Children whose type is clear from their place, so that they may leave it out. */
    List<Component> parts(String field, String type) {
        List<Value> values = list(field);
        List<Component> parts = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            parts.add(typed(join(path, field) + "[" + i + "]", type, values.get(i)));
        }
        return parts;
    }

    /** A component whose type is clear from its place, so that it may leave it out. */
    Component typed(String place, String type, Value value) {
        if (value instanceof Value.Dict part) {
            return new Component(place, type, part, loading);
        }
        throw new ManifestException(place, "is " + describe(value) + " (expected a mapping)");
    }

    List<Component> children(String field) {
        List<Value> values = list(field);
        List<Component> children = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            children.add(at(join(path, field) + "[" + i + "]", values.get(i)));
        }
        return children;
    }

    List<Value> list(String field) {
        return value(field)
                .map(value -> {
                    if (value instanceof Value.Items(var values)) {
                        return values;
                    }
                    throw error(field, "is " + describe(value) + " (expected a list)");
                })
                .orElse(List.of());
    }

    Value.Dict parameters() {
        return fields.at(Parameters.KEY).orElse(Value.NONE) instanceof Value.Dict parameters
                ? parameters
                : Value.emptyDict();
    }

    /** What this component's templates may read. */
    RootNames known() {
        return loading.filledIn() ? RootNames.at(this) : RootNames.ANY;
    }

    /** This component with places that something fills in later: its templates are compiled, what they read is not known yet. */
    Component unfilled() {
        return new Component(path, type, fields, new Loading(loading.extensions(), false));
    }

    Optional<Interpolated> template(String field) {
        return value(field).map(value -> template(field, value));
    }

    Interpolated requiredTemplate(String field) {
        return template(field, required(field));
    }

    Interpolated template(String field, Value value) {
        if (value instanceof Value.Dict || value instanceof Value.Items) {
            throw error(field, "is " + describe(value) + " (expected text)");
        }
        return Interpolated.compile(join(path, field), value, parameters(), known());
    }

    List<Interpolated> templates(String field) {
        return list(field).stream().map(value -> template(field, value)).toList();
    }

    Shape shape(String field) {
        return value(field).map(value -> shape(join(path, field), value)).orElse(Shape.EMPTY);
    }

    Shape shape(String at, Value value) {
        return Shape.compile(at, value, parameters(), known());
    }
}
