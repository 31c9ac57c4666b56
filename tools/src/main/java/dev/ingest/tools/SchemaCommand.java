package dev.ingest.tools;

import dev.ingest.connector.language.LanguageSchema;
import java.util.List;
import java.util.Set;

/** The JSON Schema of manifests, for editors. */
final class SchemaCommand {
    private final Terminal terminal;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    void run(List<String> words) {
        Arguments.parse(words, Set.of());
        terminal.line(LanguageSchema.text());
    }
}
