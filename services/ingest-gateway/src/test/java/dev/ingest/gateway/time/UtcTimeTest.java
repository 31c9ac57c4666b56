package dev.ingest.gateway.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2024-01-15T10:30:00Z, 2024-01-15T10:30:00Z",
        "2024-01-15T10:30:00.000Z, 2024-01-15T10:30:00.000Z",
        "2024-01-15T10:30:00.123456+02:00, 2024-01-15T08:30:00.123456Z",
        "2024-01-15T10:30:00-0530, 2024-01-15T16:00:00Z",
        "2024-01-15T10:30:00+02, 2024-01-15T08:30:00Z",
        "2024-01-01T00:30:00+01:00, 2023-12-31T23:30:00Z",
        "2026-04-20 10:00:00, 2026-04-20T10:00:00Z",
        "2026-04-20 10:00:00+01:00, 2026-04-20T09:00:00Z",
        "2026-04-20T10:00:00, 2026-04-20T10:00:00Z",
        "2026-04-20t10:00:00z, 2026-04-20T10:00:00Z",
        "2024-01-15T10:30Z, 2024-01-15T10:30:00Z",
        "2024-01-15 10:30, 2024-01-15T10:30:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2024-01-31T23:59:59.123456789Z, 2024-01-31T23:59:59.123456789Z",
    })
    void everyIsoFormBecomesUtc(String given, String utc) {
        assertThat(UtcTime.parse(given)).contains(utc);
        assertThat(Instant.parse(utc)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "yesterday",
                "2024-01-15",
                "10:30:00Z",
                "2024-13-01T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2024-01-15T24:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-00-15T10:30:00Z",
                "2024-01-00T10:30:00Z",
                "2024-01-15T10:60:00Z",
                "2024-01-15T10:30:00.1234567890Z",
                "2024-01-15T10:30:00.12x4Z",
                "2024-01-15T10:30:0\u0665Z",
                "2024-01-15T10:30:61Z",
                "2024-01-15T10:30:00ZZ",
                "2024-01-15T10:30:00 Z",
                "1705314600",
                "+12024-01-15T10:30:00Z",
                "0000-01-15T10:30:00Z",
                "0001-01-01T00:00:00+01:00"
            })
    void anythingElseIsNoTime(String given) {
        assertThat(UtcTime.parse(given)).isEmpty();
    }
}
