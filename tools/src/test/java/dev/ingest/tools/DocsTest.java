package dev.ingest.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the documents show do what they say. */
class DocsTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^ +\\./ingest connector ([^#>\\n]+)");
    private static final Pattern FIRST_YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @TempDir
    Path folder;

    private static List<String> commands(String document) {
        List<String> commands = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(document);
        while (matcher.find()) {
            commands.add(matcher.group(1).strip());
        }
        return commands;
    }

    @Test
    void theShortestManifestIsReadAsTheGuideSays() throws IOException {
        String guide = Files.readString(Path.of("../docs/connectors.md"));
        Matcher manifest = FIRST_YAML.matcher(guide);
        assertThat(manifest.find()).isTrue();
        Files.writeString(folder.resolve("manifest.yaml"), manifest.group(1));
        List<String> commands = commands(guide);
        assertThat(commands).hasSizeGreaterThan(5);
        try (Api api = Api.answering(asked -> "{\"data\":[{\"id\":\"o-1\"}]}")) {
            Files.writeString(
                    folder.resolve("config.yaml"), "base_url: http://" + api.host() + "\ntoken: s3cr3t-token\n");
            for (String command : commands) {
                run(command, api);
            }
        }
    }

    private void run(String command, Api api) {
        List<String> words = new ArrayList<>(List.of(command.split(" +")));
        words.replaceAll(
                word -> word.matches(".*\\.(yaml|json)") ? folder.resolve(word).toString() : word);
        if (command.contains("--config")) {
            words.addAll(List.of("--allow", api.host()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = Main.run(words, out, new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(exit)
                .as("%s%n%s", command, err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).as(command).isNotBlank();
    }

    @Test
    void theReadmesFirstCommandLoadsOurOwnManifest() throws IOException {
        String command = commands(Files.readString(Path.of("../README.md"))).getFirst();
        List<String> words = new ArrayList<>(List.of(command.split(" +")));
        words.replaceAll(word -> word.startsWith("connectors/") ? "../" + word : word);

        assertThat(Main.run(words, new ByteArrayOutputStream(), System.err))
                .as(command)
                .isZero();
    }
}
