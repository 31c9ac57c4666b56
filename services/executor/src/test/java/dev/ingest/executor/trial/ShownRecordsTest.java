package dev.ingest.executor.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShownRecordsTest {
    private static ShownRecords shown(int recordsMax, int bytesMax, String... personal) {
        return new ShownRecords(
                new ObjectMapper(), Set.of(personal), text -> text.replace("s3cret", "****"), recordsMax, bytesMax);
    }

    private static List<byte[]> records(String... records) {
        return Stream.of(records).map(record -> record.getBytes(UTF_8)).toList();
    }

    @Test
    void personalColumnsAndSecretsAreHiddenAtAnyDepth() {
        ShownRecords shown = shown(10, 1000, "who");
        shown.add(records("{\"who\":{\"name\":\"Ann\"},\"a\":[{\"t\":\"my s3cret\"}],\"n\":1,\"none\":null}"));
        assertThat(shown.records().getFirst().toString())
                .isEqualTo("{\"who\":\"[REDACTED]\",\"a\":[{\"t\":\"my ****\"}],\"n\":1,\"none\":null}");
        assertThat(shown.more()).isFalse();
    }

    @Test
    void namesOfColumnsAreTheSameInWhateverCase() {
        ShownRecords shown = shown(10, 1000, "EMail", "nosuch");
        shown.add(records("{\"email\":\"ann@example.com\",\"Id\":1}"));
        assertThat(shown.records().getFirst().toString()).isEqualTo("{\"email\":\"[REDACTED]\",\"Id\":1}");
        assertThat(shown.masked()).containsExactly("email");
    }

    @Test
    void noMoreRecordsAndBytesThanAllowed() {
        ShownRecords few = shown(2, 1000);
        few.add(records("{}", "{}"));
        assertThat(few.isFull()).isTrue();
        assertThat(few.more()).isFalse();
        few.add(records("{}"));
        assertThat(few.more()).isTrue();
        assertThat(few.records()).hasSize(2);

        ShownRecords small = shown(100, 10);
        small.add(records("{\"a\":1}", "{\"a\":2}", "{\"a\":3}"));
        assertThat(small.records()).hasSize(1);
        assertThat(small.more()).isTrue();
    }

    @Test
    void columnIsPersonalIfAnythingInItIs() {
        assertThat(PersonalColumns.of(Map.of(
                        "properties",
                        Map.of(
                                "email", Map.of("type", "string", "personal", true),
                                "address",
                                        Map.of(
                                                "type",
                                                "object",
                                                "properties",
                                                Map.of("street", Map.of("personal", true))),
                                "phones", Map.of("items", List.of(Map.of("personal", true))),
                                "id", Map.of("type", "integer", "personal", false)))))
                .containsExactly("address", "email", "phones");
        assertThat(PersonalColumns.of(Map.of())).isEmpty();
    }
}
