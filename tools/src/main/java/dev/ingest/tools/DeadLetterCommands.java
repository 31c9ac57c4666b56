package dev.ingest.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What fitted no row: list it, and send it through the merge once more. */
final class DeadLetterCommands {
    static final String USAGE = """
            ./ingest dead-letters list [SELECTION] [--replayed true|false] [--limit N]
            ./ingest dead-letters replay [SELECTION] [--id ID]

            SELECTION: --table NAMESPACE.TABLE or --pipeline NAME, --stream NAME, --reason TEXT that the reason contains.
            list tells those that nobody has replayed, one a line: table, id, when, stream, reason. replay sends them through
            the merge once more; one that still fits no row stays what it is, and replaying it again changes nothing else.
            """;

    private static final Set<String> LIST =
            Set.of("--table", "--pipeline", "--stream", "--reason", "--replayed", "--limit");
    private static final Set<String> REPLAY = Set.of("--table", "--pipeline", "--stream", "--reason", "--id");
    private static final int PAGE = 500;

    private final Terminal terminal;
    private final Map<String, String> environment;

    DeadLetterCommands(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    void run(List<String> words) {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        switch (command) {
            case "list" -> list(Arguments.parse(rest, LIST));
            case "replay" -> replay(Arguments.parse(rest, REPLAY));
            default ->
                throw new Failure(
                        "dead-letters: '" + command + "' (expected list or replay)\n" + USAGE.stripTrailing());
        }
    }

    /** A stream of a table; of whichever stream, where none is named. */
    private record Where(String table, Optional<String> stream) {}

    private void list(Arguments asked) {
        DeadLetterCalls calls = DeadLetterCalls.of(environment);
        long left = asked.limit();
        for (Optional<Where> where : places(calls, asked)) {
            left -= list(calls, asked, where, left);
        }
    }

    private long list(DeadLetterCalls calls, Arguments asked, Optional<Where> where, long max) {
        Optional<String> stream = where.flatMap(Where::stream).or(() -> asked.option("--stream"));
        long told = 0;
        Optional<String> after = Optional.empty();
        do {
            Map<String, @Nullable Object> page = calls.letters(query(asked, where.map(Where::table), after));
            for (Map<String, @Nullable Object> letter : maps(page.get("letters"))) {
                if (told < max
                        && stream.map(name -> name.equals(letter.get("stream"))).orElse(true)) {
                    terminal.line(line(letter));
                    told++;
                }
            }
            after = Optional.ofNullable(page.get("next")).map(String::valueOf);
        } while (after.isPresent() && told < max);
        return told;
    }

    private static String line(Map<String, @Nullable Object> letter) {
        return "%s.%s  %s  %s  %s  %s"
                .formatted(
                        letter.get("namespace"),
                        letter.get("table"),
                        letter.get("id"),
                        letter.get("receivedAt"),
                        letter.get("stream"),
                        letter.get("reason"));
    }

    private static String query(Arguments asked, Optional<String> table, Optional<String> after) {
        List<String> parts = new ArrayList<>(List.of(
                "limit=" + PAGE,
                "replayed=" + encoded(asked.option("--replayed").orElse("false"))));
        table.ifPresent(name -> parts.add("table=" + encoded(name)));
        asked.option("--reason").ifPresent(text -> parts.add("reason=" + encoded(text)));
        after.ifPresent(place -> parts.add("after=" + encoded(place)));
        return "?" + String.join("&", parts);
    }

    private void replay(Arguments asked) {
        DeadLetterCalls calls = DeadLetterCalls.of(environment);
        for (Where where : named(calls, asked)) {
            Map<String, @Nullable Object> selection = new LinkedHashMap<>();
            where.stream().or(() -> asked.option("--stream")).ifPresent(name -> selection.put("stream", name));
            asked.option("--reason").ifPresent(text -> selection.put("reason", text));
            asked.option("--id").ifPresent(id -> selection.put("ids", List.of(id)));
            Map<String, @Nullable Object> answer = calls.replay(where.table().replace('.', '/'), selection);
            terminal.line("%s  asked for, request %s".formatted(where.table(), answer.get("request")));
        }
    }

    /** Where to replay: what was named, or every table that has letters. */
    private static Set<Where> named(DeadLetterCalls calls, Arguments asked) {
        Set<Where> tables = new LinkedHashSet<>();
        for (Optional<Where> where : places(calls, asked)) {
            where.ifPresentOrElse(tables::add, () -> tables.addAll(withLetters(calls, asked)));
        }
        return tables;
    }

    private static Set<Where> withLetters(DeadLetterCalls calls, Arguments asked) {
        Set<Where> tables = new LinkedHashSet<>();
        Optional<String> after = Optional.empty();
        do {
            Map<String, @Nullable Object> page = calls.letters(query(asked, Optional.empty(), after));
            maps(page.get("letters"))
                    .forEach(letter -> tables.add(
                            new Where(letter.get("namespace") + "." + letter.get("table"), Optional.empty())));
            after = Optional.ofNullable(page.get("next")).map(String::valueOf);
        } while (after.isPresent());
        return tables;
    }

    /** The tables that were named; one empty place for all of them. */
    private static List<Optional<Where>> places(DeadLetterCalls calls, Arguments asked) {
        if (asked.option("--table").isPresent() && asked.option("--pipeline").isPresent()) {
            throw new Failure("--table and --pipeline (expected one of them)");
        }
        return asked.option("--pipeline")
                .map(name -> streams(calls.pipeline(encoded(name))))
                .orElseGet(() -> List.of(asked.option("--table").map(table -> new Where(table, Optional.empty()))));
    }

    private static List<Optional<Where>> streams(Map<String, @Nullable Object> pipeline) {
        return maps(pipeline.get("streams")).stream()
                .map(stream -> Optional.of(new Where(
                        pipeline.get("namespace") + "." + stream.get("table"),
                        Optional.of(String.valueOf(stream.get("name"))))))
                .toList();
    }

    @SuppressWarnings("unchecked") // JSON objects have text for keys
    private static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
        return list instanceof List<?> maps ? (List<Map<String, @Nullable Object>>) maps : List.of();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
