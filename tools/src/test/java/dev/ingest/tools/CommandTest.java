package dev.ingest.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final String MANIFEST = """
            version: 6.0.0
            check: { type: CheckStream, stream_names: [things] }
            streams:
              - type: DeclarativeStream
                name: things
                primary_key: id
                incremental_sync:
                  type: DatetimeBasedCursor
                  cursor_field: at
                  datetime_format: "%Y-%m-%d"
                  start_datetime: "2026-01-01"
                  end_datetime: "{{ now_utc().strftime('%Y-%m-%d') }}"
                  start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }
                retriever:
                  type: SimpleRetriever
                  requester:
                    type: HttpRequester
                    url_base: "{{ config['base_url'] }}"
                    path: things
                    authenticator: { type: BearerAuthenticator, api_token: "{{ config['token'] }}" }
                  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [data] } }
            spec:
              type: Spec
              connection_specification:
                type: object
                required: [base_url, token]
                properties: { base_url: { type: string }, token: { type: string, airbyte_secret: true } }
            """;
    private static final String RECORDS =
            "{\"data\":[{\"id\":1,\"at\":\"2026-01-02\"},{\"id\":2,\"at\":\"2026-01-05\"}]}";

    @TempDir
    Path folder;

    private record Outcome(int exit, List<String> lines, String said) {}

    private Outcome run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(Arrays.asList(words), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(
                exit, out.toString(StandardCharsets.UTF_8).lines().toList(), err.toString(StandardCharsets.UTF_8));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String manifest() throws IOException {
        return file("things.yaml", MANIFEST);
    }

    private String config(Api api) throws IOException {
        return file("config.yaml", "base_url: http://" + api.host() + "\ntoken: s3cr3t-token\n");
    }

    @Test
    void checkSaysWhatAManifestHolds() throws IOException {
        String manifest = manifest();

        Outcome outcome = run("check", manifest);

        assertThat(outcome.lines())
                .containsExactly(manifest + " loads: 1 stream, 1 incremental; read as version 7.28 of the language");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void checkNamesTheComponentThatIsRefused() throws IOException {
        String manifest = file("wrong.yaml", MANIFEST.replace("BearerAuthenticator", "BearerAuthenticatr"));

        Outcome outcome = run("check", manifest);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.said())
                .contains("wrong.yaml is refused")
                .contains("streams[0].retriever.requester.authenticator: type BearerAuthenticatr is not a component");
    }

    @Test
    void checkWithAConfigurationAsksTheApi() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Outcome outcome = run("check", manifest(), "--config", config(api), "--allow", api.host());

            assertThat(outcome.said()).isEmpty();
            assertThat(outcome.lines()).last().isEqualTo("the API answers with this configuration");
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void checkSaysThatTheApiRefusesTheCredentialAndHidesIt() throws IOException {
        try (Api api = Api.answering(asked -> "")) {
            Outcome outcome = run("check", manifest(), "--config", config(api), "--allow", api.host());

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.said()).contains("(AUTH)").contains("401").doesNotContain("s3cr3t-token");
        }
    }

    @Test
    void privateAddressesNeedThePermissionOfTheUser() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Outcome outcome = run("read", manifest(), "--stream", "things", "--config", config(api));

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.said()).contains("loopback address").contains("to reach it: --allow HOST:PORT");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void readGivesRecordsAndGoesOnFromTheState() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            String state = folder.resolve("state.json").toString();
            String[] words = {
                "read",
                manifest(),
                "--stream",
                "things",
                "--config",
                config(api),
                "--allow",
                api.host(),
                "--state",
                state,
                "--now",
                "2026-02-01T00:00:00Z"
            };

            Outcome first = run(words);
            Outcome second = run(words);

            assertThat(first.lines())
                    .containsExactly("{\"id\":1,\"at\":\"2026-01-02\"}", "{\"id\":2,\"at\":\"2026-01-05\"}");
            assertThat(first.said()).contains("2 records").contains("state {\"at\":\"2026-01-05\"}");
            assertThat(second.exit()).isZero();
            assertThat(api.requests()).containsExactly("/things?since=2026-01-01", "/things?since=2026-01-05");
        }
    }

    @Test
    void readStopsAtTheLimitAndKeepsTheOldState() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Path state = folder.resolve("state.json");
            Outcome outcome = run(
                    "read",
                    manifest(),
                    "--stream",
                    "things",
                    "--config",
                    config(api),
                    "--allow",
                    api.host(),
                    "--state",
                    state.toString(),
                    "--limit",
                    "1");

            assertThat(outcome.lines()).containsExactly("{\"id\":1,\"at\":\"2026-01-02\"}");
            assertThat(outcome.said()).contains("1 record; stopped there, so there is no new state");
            assertThat(state).doesNotExist();
        }
    }

    @Test
    void readSaysWhichRecordsAreTooLargeToBeRows() throws IOException {
        String large = "{\"id\":2,\"note\":\"%s\"}".formatted("x".repeat(16 << 20));
        try (Api api = Api.answering(asked -> RECORDS.replace("[", "[" + large + ","))) {
            Outcome outcome =
                    run("read", manifest(), "--stream", "things", "--config", config(api), "--allow", api.host());

            assertThat(outcome.exit()).isZero();
            assertThat(outcome.lines()).hasSize(2);
            assertThat(outcome.said())
                    .contains("no record, but a dead letter of a run: a record of 16777234 bytes (expected: at most")
                    .contains("2 records and 1 too large to be one");
        }
    }

    @Test
    void aStateThatIsNoJsonIsNamed() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            String state = file("broken.json", "{\"at\": ");
            Outcome outcome = run(
                    "read",
                    manifest(),
                    "--stream",
                    "things",
                    "--config",
                    config(api),
                    "--allow",
                    api.host(),
                    "--state",
                    state);

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.said()).contains(state + ": ").contains("expected a state that a read wrote");
        }
    }

    @Test
    void readEndsQuietlyWhenNobodyReadsAnyMore() throws IOException {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int written) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (Api api = Api.answering(asked -> RECORDS)) {
            List<String> words =
                    List.of("read", manifest(), "--stream", "things", "--config", config(api), "--allow", api.host());

            assertThat(Main.run(words, closed, System.err)).isZero();
        }
    }

    @Test
    void readNamesWhatTheConfigurationLacksAndWhichStreamsThereAre() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Outcome lacking = run("read", manifest(), "--stream", "things");
            Outcome unknown =
                    run("read", manifest(), "--stream", "thingies", "--config", config(api), "--allow", api.host());

            assertThat(lacking.said())
                    .contains("config.base_url: is missing (expected string)")
                    .contains("config.token: is missing (expected string)");
            assertThat(unknown.said()).contains("no stream 'thingies' (expected one of [things])");
        }
    }

    @Test
    void discoverInfersTheSchemaThatTheManifestDoesNotHave() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Outcome outcome = run("discover", manifest(), "--config", config(api), "--allow", api.host());

            assertThat(outcome.said()).isEmpty();
            assertThat(outcome.lines())
                    .containsExactly(
                            "{\"name\":\"things\",\"primary_key\":[[\"id\"]],\"cursor_field\":\"at\",\"incremental\":true,\"parents\":[],"
                                    + "\"json_schema\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":[\"null\",\"integer\"]},"
                                    + "\"at\":{\"type\":[\"null\",\"string\"]}}}}");
        }
    }

    @Test
    void strictReadingInfersNothing() throws IOException {
        try (Api api = Api.answering(asked -> RECORDS)) {
            Outcome outcome = run(
                    "discover",
                    manifest(),
                    "--config",
                    config(api),
                    "--allow",
                    api.host(),
                    "--compatibility",
                    "strict");

            assertThat(outcome.lines()).singleElement().asString().endsWith("\"json_schema\":{}}");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void whatIsTypedWrongIsNamed() throws IOException {
        assertThat(run("check").said()).contains("no manifest given (expected a file");
        assertThat(run("check", "nowhere.yaml").said()).contains("nowhere.yaml: there is no such file");
        assertThat(run("check", manifest(), "--cofig", "x").said())
                .contains("unknown option --cofig (expected one of --allow --compatibility --config --now)");
        assertThat(run("read", manifest(), "--stream", "a", "--limit", "none").said())
                .contains("--limit is 'none' (expected a number of records, at least 1)");
        assertThat(run("check", manifest(), "--config", file("c.yaml", "a: [")).said())
                .contains("c.yaml: not valid YAML at line 1");
        assertThat(run("chek").said()).contains("unknown command 'chek'").contains("./ingest connector check FILE");
        assertThat(run("check", manifest(), "--compatibility", "lax").said())
                .contains("--compatibility is 'lax' (expected strict or default)");
    }
}
