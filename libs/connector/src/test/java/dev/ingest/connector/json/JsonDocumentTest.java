package dev.ingest.connector.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonDocumentTest {
    @Test
    void textThatIsDeeperThanTheLimitSaysSo() {
        byte[] deep = ("[".repeat(201) + "]".repeat(201)).getBytes(UTF_8);

        assertThatThrownBy(() -> JsonDocument.value(deep))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageStartingWith("is beyond a limit: Document nesting depth (201)");
    }
}
