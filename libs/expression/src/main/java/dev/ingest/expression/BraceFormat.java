package dev.ingest.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's {@code '{}, {name.key[0]!r:>5}'.format(…)}, with Jinja's looking up of attributes. */
final class BraceFormat {
    private static final int MAX_NESTING = 2;

    private final List<Value> positional;
    private final Map<String, Value> named;
    private final Evaluation evaluation;
    private int automatic;
    private boolean numbered;

    BraceFormat(List<Value> positional, Map<String, Value> named, Evaluation evaluation) {
        this.positional = positional;
        this.named = named;
        this.evaluation = evaluation;
    }

    String fill(String format) {
        return fill(format, 0);
    }

    private String fill(String format, int nesting) {
        if (nesting >= MAX_NESTING) {
            throw ExpressionException.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            boolean doubled = at + 1 < format.length() && format.charAt(at + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                at++;
            } else if (doubled) {
                out.append(c);
                at += 2;
            } else if (c == '}') {
                throw ExpressionException.value("Single '}' encountered in format string");
            } else {
                int end = closing(format, at);
                out.append(field(format.substring(at + 1, end), nesting));
                at = end + 1;
            }
            evaluation.reserve(out.length());
        }
        return out.toString();
    }

    private static int closing(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            char c = format.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw ExpressionException.value("expected '}' before end of string");
    }

    private String field(String field, int nesting) {
        int colon = topLevel(field, ':');
        String head = colon < 0 ? field : field.substring(0, colon);
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        int bang = topLevel(head, '!');
        Value value = value(bang < 0 ? head : head.substring(0, bang));
        String filledSpec = spec.indexOf('{') < 0 && spec.indexOf('}') < 0 ? spec : fill(spec, nesting + 1);
        return bang < 0
                ? FormatSpec.format(value, filledSpec)
                : FormatSpec.format(converted(value, head.substring(bang + 1)), filledSpec);
    }

    /** Where the character is outside square brackets; -1 where it is not. */
    private static int topLevel(String text, char wanted) {
        int brackets = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == wanted && brackets <= 0) {
                return i;
            }
        }
        return -1;
    }

    private static Value converted(Value value, String conversion) {
        return switch (conversion) {
            case "s" -> Value.of(Python.str(value));
            case "r" -> Value.of(Python.repr(value));
            case "a" -> Value.of(JsonText.asciiOnly(Python.repr(value)));
            default -> throw ExpressionException.value("unknown conversion specifier '" + conversion + "'");
        };
    }

    private Value value(String name) {
        int end = 0;
        while (end < name.length() && ".[".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        Value value = first(name.substring(0, end));
        int at = end;
        while (at < name.length()) {
            boolean attribute = name.charAt(at) == '.';
            int stop = attribute ? nextStop(name, at + 1) : name.indexOf(']', at);
            if (stop < 0 || stop == at + 1) {
                throw ExpressionException.value("Empty attribute or missing ']' in format string");
            }
            String part = name.substring(at + 1, stop);
            value = attribute ? Access.attribute(value, part) : Access.item(value, key(part));
            at = attribute ? stop : stop + 1;
        }
        return value;
    }

    private static int nextStop(String name, int from) {
        int stop = from;
        while (stop < name.length() && ".[".indexOf(name.charAt(stop)) < 0) {
            stop++;
        }
        return stop;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Value key(String part) {
        return isNumber(part) ? Value.of(Long.parseLong(part)) : Value.of(part);
    }

    private Value first(String name) {
        if (name.isEmpty() || isNumber(name)) {
            boolean explicit = !name.isEmpty();
            if (explicit && automatic > 0 || !explicit && numbered) {
                throw ExpressionException.value("cannot switch between manual and automatic field numbering");
            }
            numbered |= explicit;
            int index = explicit ? Integer.parseInt(name) : automatic++;
            if (index >= positional.size()) {
                throw ExpressionException.value("Replacement index " + index + " out of range");
            }
            return positional.get(index);
        }
        return Optional.ofNullable(named.get(name))
                .orElseThrow(() -> ExpressionException.value("format has no value for the key '" + name + "'"));
    }
}
