package dev.ingest.connector.read;

import dev.ingest.expression.BoundedRegex;
import dev.ingest.expression.Value;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One step of a path with the wildcards of file names: {@code *}, {@code ?} and sets in brackets. As Python's
 * {@code fnmatchcase} reads it, a bracket that is never closed stands for itself.
 */
record Glob(String text, Optional<BoundedRegex> pattern, Optional<Integer> index) {
    private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?\\d{1,9}\\s*");
    private static final String WILDCARDS = "*?[";

    static Glob of(String text) {
        boolean wild = text.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
        Optional<Integer> index =
                INTEGER.matcher(text).matches() ? Optional.of(Integer.parseInt(text.strip())) : Optional.empty();
        return new Glob(text, wild ? Optional.of(translate(text)) : Optional.empty(), index);
    }

    boolean isLiteral() {
        return pattern.isEmpty();
    }

    boolean matchesName(String name) {
        return pattern.map(wild -> wild.matches(name)).orElseGet(() -> text.equals(name));
    }

    /** A number from the end is negative. */
    boolean matchesIndex(int position, int size) {
        return index.map(wanted -> wanted == position || wanted == position - size)
                .orElseGet(() -> matchesName(Integer.toString(position)));
    }

    /** @param size of the list whose position the key is */
    boolean matches(Value key, int size) {
        return switch (key) {
            case Value.Int(var position) -> matchesIndex(position.intValue(), size);
            case Value.Str(var name) -> matchesName(name);
            case Value other -> false;
        };
    }

    private static BoundedRegex translate(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? endOfSet(glob, i + 1) : -1;
            if (end > 0) {
                regex.append(set(glob.substring(i + 1, end)));
                i = end;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)));
            }
        }
        return BoundedRegex.translated(glob, regex.toString());
    }

    private static int endOfSet(String glob, int from) {
        int at = from < glob.length() && glob.charAt(from) == '!' ? from + 1 : from;
        return glob.indexOf(']', at < glob.length() && glob.charAt(at) == ']' ? at + 1 : at);
    }

    private static String set(String content) {
        String safe = content.replaceAll("([\\\\\\[&^~])", "\\\\$1");
        return "[" + (content.startsWith("!") ? "^" + safe.substring(1) : safe) + "]";
    }
}
