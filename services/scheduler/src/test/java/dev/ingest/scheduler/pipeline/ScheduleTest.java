package dev.ingest.scheduler.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.IngestException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void manualIsNeverDue() {
        assertThat(Schedule.parse("manual").next(NOON)).isEmpty();
    }

    @Test
    void hourlyAndDailyAreDueOnTheHourAndAtMidnightUtc() {
        assertThat(Schedule.parse("hourly").next(NOON)).contains(Instant.parse("2026-03-01T13:00:00Z"));
        assertThat(Schedule.parse("hourly").next(NOON.minusMillis(1))).contains(NOON);
        assertThat(Schedule.parse("daily").next(NOON)).contains(Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    void cronHasFiveFields() {
        assertThat(Schedule.parse("*/15 9-17 * * 1-5").next(NOON)).contains(Instant.parse("2026-03-02T09:00:00Z"));
        assertThatThrownBy(() -> Schedule.parse("0 0 12 * * ?"))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith(
                        "schedule: '0 0 12 * * ?' (expected: manual, hourly, daily or a cron expression of five fields)");
    }
}
