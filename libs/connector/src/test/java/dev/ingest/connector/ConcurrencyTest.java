package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.http.ReadException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static Connector advising(String level) {
        return Connector.load(Yaml.stream().text() + level);
    }

    @Test
    void manifestThatSaysNothingHasTheLanguagesDefault() {
        assertThat(Connector.load(Yaml.stream().text()).concurrency(Map.of())).isEqualTo(2);
    }

    @Test
    void levelIsANumberOrAsksTheConfigurationAndHasAMost() {
        assertThat(advising("\nconcurrency_level: { type: ConcurrencyLevel, default_concurrency: 5 }\n")
                        .concurrency(Map.of()))
                .isEqualTo(5);
        Connector asking = advising("\nconcurrency_level: { type: ConcurrencyLevel, max_concurrency: 8,"
                + " default_concurrency: \"{{ config['workers'] or 3 }}\" }\n");
        assertThat(asking.concurrency(Map.of())).isEqualTo(3);
        assertThat(asking.concurrency(Map.of("workers", 6))).isEqualTo(6);
        assertThat(asking.concurrency(Map.of("workers", 60))).isEqualTo(8);
    }

    @Test
    void levelThatIsNoNumberSaysSo() {
        Connector odd = advising("\nconcurrency_level: { type: ConcurrencyLevel, max_concurrency: 8,"
                + " default_concurrency: \"{{ config['workers'] }}\" }\n");
        assertThatThrownBy(() -> odd.concurrency(Map.of("workers", "many")))
                .isInstanceOf(ReadException.class)
                .hasMessageContaining("concurrency_level.default_concurrency");
    }
}
