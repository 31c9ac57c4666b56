package dev.ingest.connector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.expression.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner takes the texts that the tokenizer takes, and finds the same places in them. UTF-16, which that one guesses, is left out. */
class JsonScannerTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 200_000);
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\"a\"",
        "\"data\"",
        "\"d\\u0061ta\"",
        "\"é😀\"",
        "\"\\ud83d\"",
        "0",
        "-1",
        "1.5e-7",
        "01",
        "1.",
        "-",
        ".5",
        "+1",
        "1e",
        "NaN",
        "true",
        "false",
        "null",
        "nul",
        "truex",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\"a long text that takes several steps of eight bytes\"",
        "\"\\n\\\"\\/\\b\"",
        "\"\\x\"",
        "\"\\u12G4\"",
        "\"\u0001\"",
        "/*",
        "{\"data\":[",
        "]}",
        "{\"a\":1},",
        "[[],{}]",
        "\u007f"
    };

    /** What a reader of tokens makes of a text: its elements, or nothing if it is no JSON. */
    private static Optional<List<String>> byTokens(byte[] text) {
        try (JsonParser parser = JsonReader.FACTORY.createParser(text)) {
            List<String> found = new ArrayList<>();
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    found.add(element(parser, text));
                }
            } else {
                found.add(element(parser, text));
            }
            return parser.nextToken() == null ? Optional.of(found) : Optional.empty();
        } catch (JsonProcessingException invalid) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String element(JsonParser parser, byte[] text) throws IOException {
        int from = JsonReader.tokenStart(parser);
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return text(text, from, JsonReader.tokenEnd(parser));
        }
        parser.finishToken();
        return text(text, from, (int) parser.currentLocation().getByteOffset());
    }

    private static String text(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    private static Optional<List<String>> byScan(byte[] text) {
        try {
            return Optional.of(RecordScan.of(RawJson.of(text), List.of(), false).found().elements().stream()
                    .map(element -> text(element.bytes(), 0, element.length()))
                    .toList());
        } catch (JsonSyntaxException invalid) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of bytes that are no UTF-8 the tokenizer takes some in names; they may be refused. */
    private static void assertAlike(byte[] text) {
        Optional<List<String>> scanned = byScan(text);
        if (scanned.isPresent() || isUtf8(text)) {
            assertThat(scanned)
                    .as(() -> new String(text, StandardCharsets.ISO_8859_1))
                    .isEqualTo(byTokens(text));
        }
    }

    private static boolean isUtf8(byte[] text) {
        return Arrays.equals(text, utf8(new String(text, StandardCharsets.UTF_8)));
    }

    @Test
    void textsPutTogetherByChance() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder("[");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            assertAlike(utf8(random.nextBoolean() ? text + "]" : text.toString()));
        }
    }

    @Test
    void validTextsOfWhichBytesWereChanged() {
        byte[] valid = utf8(
                "{\"data\": [ {\"id\": 1, \"name\": \"thing é 1\", \"score\": -0.5e+3, \"tags\": [\"a\\\\\", null]},\r\n"
                        + " {\"id\": 22, \"note\": \"xxxxxxxxxxxxxxx😀xxxxxxxxxxx\\u00e9\", \"on\": true, \"off\": false}]}");
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = valid.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                text[4 + random.nextInt(text.length - 4)] = (byte) random.nextInt(256);
            }
            assertAlike(text);
        }
    }

    @Test
    void limitsOfNestingAndOfNumbers() {
        assertAlike(utf8("[".repeat(200) + "]".repeat(200)));
        assertAlike(utf8("[".repeat(201) + "]".repeat(201)));
        assertAlike(utf8("[" + "1".repeat(1000) + "]"));
        assertAlike(utf8("[" + "1".repeat(1001) + "]"));
        assertAlike(utf8("[-" + "1".repeat(500) + "." + "1".repeat(495) + "e-12345]"));
        assertAlike(utf8("[-" + "1".repeat(500) + "." + "1".repeat(496) + "e-12345]"));
    }

    @Test
    void nameThatIsPassedOverCanBeRead() throws JsonSyntaxException {
        String longest = "n".repeat(JsonScanner.NAME_BYTES_MAX);
        RawJson text = RawJson.of(utf8("[{\"" + longest + "\":1}]"));
        assertThat(RecordScan.split(text).getFirst().checkedValue())
                .isEqualTo(Value.dict(Map.of(longest, Value.of(1))));
        RawJson longer = RawJson.of(utf8("[{\"" + longest + "n\":1}]"));
        assertThat(RecordScan.of(longer, List.of(), false).found().unread())
                .isEqualTo(Map.of(0, "with a name of more than 32000 bytes"));
        assertThatThrownBy(() -> RecordScan.of(longer, List.of("0", longest + "n"), false))
                .isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void namesOnThePathAreWhatTheySayNotHowTheyAreWritten() throws JsonSyntaxException {
        assertThat(found("{\"d\\u0061ta\":[1]}", "data")).containsExactly("1");
        assertThat(found("{\"a\\nb\":[1]}", "a\\nb")).isEmpty();
        assertThat(found("{\"a\\\\nb\":[1]}", "a\\nb")).containsExactly("1");
        assertThat(found("{\"data\":[1],\"data\":[2]}", "data")).containsExactly("2");
        assertThat(found("[0,{\"é\":[3]}]", "1", "é")).containsExactly("3");
    }

    private static List<String> found(String text, String... path) throws JsonSyntaxException {
        return RecordScan.of(RawJson.of(utf8(text)), List.of(path), false).found().elements().stream()
                .map(element -> new String(element.line(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void recordsOnSeveralLinesComeOutOnOne() throws JsonSyntaxException {
        assertThat(found("[{\"a\":\n \"b c\"},\n{\"d\": 1}\r\n]")).containsExactly("{\"a\":\"b c\"}", "{\"d\": 1}");
    }

    @Test
    void whatLiesAroundTheRecordsBecomesValues() throws JsonSyntaxException {
        RawJson text = RawJson.of(utf8("{\"next\": \"n\", \"data\": [{\"a\": 1}], \"n\": {\"m\": [2, null]}}"));
        Value root = RecordScan.of(text, List.of("data"), true).root();
        assertThat(root).isEqualTo(text.value());
    }

    @Test
    void aMarkBeforeTheTextIsPassedOver() throws JsonSyntaxException {
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.writeBytes(utf8("[1,{\"a\":2}]"));
        assertThat(byScan(marked.toByteArray())).contains(List.of("1", "{\"a\":2}"));
    }
}
