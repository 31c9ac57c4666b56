package dev.ingest.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code textwrap.wrap} of one paragraph, blanks kept as they are. */
final class WordWrap {
    private static final Pattern CHUNKS = Pattern.compile(
            "[\\t\\n\\x0b\\x0c\\r ]+|(?<=[\\w!\"'&.,?])-{2,}(?=\\w)|[^\\t\\n\\x0b\\x0c\\r ](?:[^\\t\\n\\x0b\\x0c\\r -]|-(?![A-Za-z])|(?<![A-Za-z]{2})-)*?"
                    + "(?:-(?=[A-Za-z]{2})|(?=[\\t\\n\\x0b\\x0c\\r ]|\\z)|(?<=[\\w!\"'&.,?])(?=-{2,}\\w))",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SIMPLE_CHUNKS = Pattern.compile("[\\t\\n\\x0b\\x0c\\r ]+|[^\\t\\n\\x0b\\x0c\\r ]+");

    private final int width;
    private final boolean breakLongWords;
    private final boolean breakOnHyphens;

    WordWrap(int width, boolean breakLongWords, boolean breakOnHyphens) {
        if (width <= 0) {
            throw ExpressionException.value("invalid width " + width + " (must be > 0)");
        }
        this.width = width;
        this.breakLongWords = breakLongWords;
        this.breakOnHyphens = breakOnHyphens;
    }

    private Deque<String> chunks(String text) {
        Matcher chunk = (breakOnHyphens ? CHUNKS : SIMPLE_CHUNKS).matcher(text);
        Deque<String> chunks = new ArrayDeque<>();
        while (chunk.find()) {
            if (!chunk.group().isEmpty()) {
                chunks.add(chunk.group());
            }
        }
        return chunks;
    }

    List<String> lines(String text) {
        Deque<String> chunks = chunks(text);
        List<String> lines = new ArrayList<>();
        while (!chunks.isEmpty()) {
            if (chunks.getFirst().isBlank() && !lines.isEmpty()) {
                chunks.removeFirst();
            }
            List<String> line = line(chunks);
            if (!line.isEmpty() && line.getLast().isBlank()) {
                line.removeLast();
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private List<String> line(Deque<String> chunks) {
        List<String> line = new ArrayList<>();
        int length = 0;
        while (!chunks.isEmpty() && length + chunks.getFirst().length() <= width) {
            length += chunks.getFirst().length();
            line.add(chunks.removeFirst());
        }
        if (!chunks.isEmpty() && chunks.getFirst().length() > width) {
            breakWord(chunks, line, length);
        }
        return line;
    }

    private void breakWord(Deque<String> chunks, List<String> line, int length) {
        String word = chunks.getFirst();
        if (breakLongWords) {
            int end = width - length;
            if (breakOnHyphens && word.length() > end) {
                int hyphen = word.lastIndexOf('-', end - 1);
                boolean splits = hyphen > 0 && word.substring(0, hyphen).chars().anyMatch(c -> c != '-');
                end = splits ? hyphen + 1 : end;
            }
            chunks.removeFirst();
            line.add(word.substring(0, end));
            if (end < word.length()) {
                chunks.addFirst(word.substring(end));
            }
        } else if (line.isEmpty()) {
            line.add(chunks.removeFirst());
        }
    }
}
