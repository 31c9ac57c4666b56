package dev.ingest.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FilledConfigTest {
    @Test
    void secretsGoWhereTheirKeysSay() {
        Map<String, Object> config =
                Map.of("base_url", "https://api", "credentials", Map.of("auth_type", "oauth", "client_id", "me"));
        Map<String, Object> filled = FilledConfig.of(
                config, Map.of("credentials.client_secret", "s3cret", "api_key", "k3y", "other.deep.token", "t0ken"));
        assertThat(filled)
                .isEqualTo(Map.of(
                        "base_url",
                        "https://api",
                        "credentials",
                        Map.of("auth_type", "oauth", "client_id", "me", "client_secret", "s3cret"),
                        "api_key",
                        "k3y",
                        "other",
                        Map.of("deep", Map.of("token", "t0ken"))));
    }

    @Test
    void configurationStaysAsItIs() {
        Map<String, Object> config = Map.of("credentials", Map.of("client_id", "me"));
        FilledConfig.of(config, Map.of("credentials.client_id", "other"));
        assertThat(config).isEqualTo(Map.of("credentials", Map.of("client_id", "me")));
    }

    @Test
    void secretReplacesWhatIsNoObject() {
        assertThat(FilledConfig.of(Map.of("credentials", "none"), Map.of("credentials.token", "t")))
                .isEqualTo(Map.of("credentials", Map.of("token", "t")));
    }
}
