package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * How a function takes its arguments; what does not fit is a type error, as in Python.
 *
 * @param names positional parameters, in order
 * @param required how many of them must be given
 * @param named whether they may be given by name
 * @param anyCount whether more positional arguments may follow
 * @param anyName whether any other name may be given
 */
record Signature(List<String> names, int required, boolean named, boolean anyCount, boolean anyName) {

    /** Reads {@code "a b? / * **"}: {@code ?} optional, {@code /} not by name, {@code *} any more, {@code **} any name. */
    static Signature parse(String declaration) {
        List<String> names = new ArrayList<>();
        int required = 0;
        List<String> words = declaration.isEmpty() ? List.of() : List.of(declaration.split(" "));
        for (String word : words) {
            if (Character.isLetter(word.charAt(0)) || word.charAt(0) == '_') {
                boolean optional = word.endsWith("?");
                names.add(optional ? word.substring(0, word.length() - 1) : word);
                required += optional ? 0 : 1;
            }
        }
        return new Signature(
                List.copyOf(names), required, !words.contains("/"), words.contains("*"), words.contains("**"));
    }

    void check(String function, Arguments arguments) {
        int given = arguments.positional().size();
        if (given > names.size() && !anyCount) {
            throw ExpressionException.type(
                    function + "() takes " + names.size() + " arguments but " + given + " were given");
        }
        if (!arguments.named().isEmpty()) {
            arguments.named().keySet().forEach(name -> checkName(function, name, given));
        }
        for (int i = given; i < required; i++) {
            if (!arguments.named().containsKey(names.get(i))) {
                throw ExpressionException.type(function + "() missing its argument '" + names.get(i) + "'");
            }
        }
    }

    private void checkName(String function, String name, int given) {
        int index = named ? names.indexOf(name) : -1;
        if (index < 0 && !anyName) {
            throw ExpressionException.type(function + "() got an unexpected keyword argument '" + name + "'");
        }
        if (index >= 0 && index < given) {
            throw ExpressionException.type(function + "() got multiple values for argument '" + name + "'");
        }
    }
}
