package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12|ab/cd \"é",
                "https://x/12%7Cab/cd%20%22%C3%A9/things",
                "https://x/12%7cab/cd%20%22%c3%a9/things",
                "a=12%7Cab%2Fcd+%22%C3%A9&b",
                "a=12%7Cab%2Fcd%20%22%C3%A9&b",
                "{\"key\":\"12|ab/cd \\\"é\"}",
                "Basic MTJ8YWIvY2QgIsOp"
            })
    void aSecretIsMaskedInEverySpelling(String text) {
        redactor.add("12|ab/cd \"é");

        assertThat(redactor.redact(text)).contains("****").doesNotContain("ab/cd", "ab%2Fcd", "MTJ8");
    }

    @Test
    void theLongestGoesFirst() {
        redactor.add("token");
        redactor.add("token-of-mine");

        assertThat(redactor.redact("a token-of-mine b")).isEqualTo("a **** b");
    }

    @Test
    void whatIsAddedBetweenTwoTextsIsMaskedInTheSecond() {
        redactor.add("first-secret");

        assertThat(redactor.redact("first-secret, second-secret")).isEqualTo("****, second-secret");

        redactor.add("second-secret");

        assertThat(redactor.redact("first-secret, second-secret")).isEqualTo("****, ****");
    }

    @Test
    void whatIsMadeOfSecretsDoesNotDriveThemOut() {
        redactor.add("secret-of-the-configuration");
        for (int i = 0; i < Redactor.SECRETS_MAX + 1; i++) {
            redactor.addDerived("signature-" + i + "-of-many");
        }

        assertThat(redactor.redact("secret-of-the-configuration")).isEqualTo("****");
        assertThat(redactor.redact("signature-" + Redactor.SECRETS_MAX + "-of-many"))
                .isEqualTo("****");
        assertThat(redactor.redact("signature-0-of-many")).isEqualTo("signature-0-of-many");
    }

    @Test
    void whatWasSeenLongestAgoIsForgottenFirst() {
        redactor.add("secret-of-the-configuration");
        redactor.add("signed-for-one-request");
        for (int i = 2; i < Redactor.SECRETS_MAX + 1; i++) {
            redactor.add("token-" + i + "-of-many");
            redactor.add("secret-of-the-configuration");
        }

        assertThat(redactor.redact("secret-of-the-configuration")).isEqualTo("****");
        assertThat(redactor.redact("signed-for-one-request")).isEqualTo("signed-for-one-request");
    }
}
