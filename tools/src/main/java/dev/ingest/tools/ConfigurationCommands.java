package dev.ingest.tools;

import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tenant has, as files: apply, diff, get, export. */
final class ConfigurationCommands {
    /** As diff(1) does: 1 says that something differs, 2 that it could not be seen. */
    static final int DIFFERENT = 1;

    static final int TROUBLE = 2;

    private static final String UNCHANGED = "UNCHANGED";
    private static final int VALUE_MAX = 80;

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final InputStream in;

    ConfigurationCommands(Terminal terminal, Map<String, String> environment, InputStream in) {
        this.terminal = terminal;
        this.environment = environment;
        this.in = in;
    }

    /** Makes things what the files say, if nobody changed them since they were compared. */
    void apply(List<String> words) {
        Words asked = Words.parse(words);
        Documents documents = Documents.read(asked.files(), in);
        located(documents, () -> {
            ControlPlane plane = ControlPlane.of(environment);
            Map<String, @Nullable Object> seen = plane.compared(documents.merged());
            boolean same = things(seen).stream().allMatch(ConfigurationCommands::unchanged);
            String tag = asked.seen().orElseGet(() -> String.valueOf(seen.get("tag")));
            report(same && asked.seen().isEmpty() ? seen : plane.applied(documents.merged(), tag), true);
            return 0;
        });
    }

    /** @return 0 if everything is as the files say, 1 if something differs */
    int diff(List<String> words) {
        Words asked = Words.parse(words);
        Documents documents = Documents.read(asked.files(), in);
        return located(documents, () -> {
            Map<String, @Nullable Object> seen = ControlPlane.of(environment).compared(documents.merged());
            boolean same = things(seen).stream().allMatch(ConfigurationCommands::unchanged);
            report(seen, false);
            if (!same) {
                terminal.say("to apply exactly this: ./ingest apply … --seen " + seen.get("tag"));
            }
            return same ? 0 : DIFFERENT;
        });
    }

    /** A kind, or one thing of it. */
    void get(List<String> words) {
        if (words.isEmpty() || words.size() > 2) {
            throw new Failure("get: expected a kind, such as pipelines, and perhaps a name");
        }
        export("?kind=" + encoded(words.getFirst()) + (words.size() == 2 ? "&name=" + encoded(words.get(1)) : ""));
    }

    void export(List<String> words) {
        if (!words.isEmpty()) {
            throw new Failure("export: '" + words.getFirst() + "' (expected nothing; get KIND tells one kind)");
        }
        export("");
    }

    private void export(String query) {
        try {
            terminal.line(
                    YamlOut.text(ControlPlane.of(environment).document(query)).stripTrailing());
        } catch (ControlPlane.Refusal refused) {
            throw new Failure(refused.detail(), refused);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private interface Work {
        int done();
    }

    private static int located(Documents documents, Work work) {
        try {
            return work.done();
        } catch (ControlPlane.Refusal refused) {
            throw new Failure(documents.located(refused.detail()), refused);
        }
    }

    private static List<Map<?, ?>> things(Map<String, @Nullable Object> applied) {
        List<Map<?, ?>> things = new ArrayList<>();
        if (applied.get("things") instanceof List<?> list) {
            list.forEach(thing -> things.add((Map<?, ?>) thing));
        }
        return things;
    }

    private static boolean unchanged(Map<?, ?> thing) {
        return UNCHANGED.equals(thing.get("action"));
    }

    /** @param all also what stayed as it was */
    private void report(Map<String, @Nullable Object> applied, boolean all) {
        for (Map<?, ?> thing : things(applied)) {
            if (all || !unchanged(thing)) {
                String action = String.valueOf(thing.get("action")).toLowerCase(java.util.Locale.ROOT);
                terminal.line("%-9s  %s %s".formatted(action, thing.get("kind"), thing.get("name")));
                if ("CHANGED".equals(thing.get("action")) && thing.get("fields") instanceof Map<?, ?> fields) {
                    fields.forEach((path, field) -> terminal.line("    " + path + ": " + change((Map<?, ?>) field)));
                }
            }
        }
    }

    private static String change(Map<?, ?> field) {
        return shown(field.get("from")) + " → " + shown(field.get("to"));
    }

    private static String shown(@Nullable Object value) {
        return Optional.ofNullable(value)
                .map(present -> present.toString().lines().findFirst().orElse(""))
                .map(line -> line.length() > VALUE_MAX ? line.substring(0, VALUE_MAX) + "…" : line)
                .orElse("nothing");
    }
}
