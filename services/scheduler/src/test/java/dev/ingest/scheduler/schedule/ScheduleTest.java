package dev.ingest.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.IngestException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void manualAndWhatFollowsAnotherAreNeverDueByTheClock() {
        assertThat(next("manual", NOON)).isEmpty();
        assertThat(next("after orders", NOON)).isEmpty();
        assertThat(Schedule.parse("after orders")).isEqualTo(new Schedule.After("orders"));
    }

    @Test
    void hourlyDailyAndWeeklyAreDueOnTheHourAtMidnightAndOnMonday() {
        assertThat(next("hourly", NOON)).containsExactly("2026-03-01T13:00:00Z");
        assertThat(next("hourly", NOON.minusMillis(1))).containsExactly("2026-03-01T12:00:00Z");
        assertThat(next("daily", NOON)).containsExactly("2026-03-02T00:00:00Z");
        assertThat(next("weekly", NOON.plusSeconds(86_400))).containsExactly("2026-03-09T00:00:00Z");
    }

    @Test
    void intervalIsAMultipleOfItselfWhateverTheClockSays() {
        assertThat(next("every 15m", NOON)).containsExactly("2026-03-01T12:15:00Z");
        assertThat(next("every 2d", NOON)).containsExactly("2026-03-02T00:00:00Z");
        assertThat(times("every 1h", BERLIN, "2026-03-29T00:30:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
    }

    @Test
    void cronHasFiveFields() {
        assertThat(next("*/15 9-17 * * 1-5", NOON)).containsExactly("2026-03-02T09:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 0 12 * * ?  | it has six fields, and nothing is scheduled by the second: leave the first out
            * * * * * *   | it has six fields, and nothing is scheduled by the second: leave the first out
            every 1s      | (expected: every 1m to every 366d)
            every 59s     | (expected: every 1m to every 366d)
            every 0d      | (expected: every 1m to every 366d)
            every 367d    | (expected: every 1m to every 366d)
            0 0 30 2 *    | there is no such date, so it would never run
            0 0 31 4,6 *  | there is no such date, so it would never run
            60 * * * *    | Value 60 not in range
            yearly        | (expected: manual, hourly, daily, weekly, every <n>m|h|d, after <pipeline> or a cron expression of five fields)
            after ../x    | pipeline: '../x'
            """)
    void whatNeverFiresOrFiresTooOftenIsRefusedWithItsReason(String schedule, String reason) {
        assertThatThrownBy(() -> Schedule.parse(schedule))
                .isInstanceOfAny(IngestException.class, IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void leapDayComesEveryFourthYear() {
        assertThat(times("0 6 29 2 *", ZoneOffset.UTC, "2026-03-01T00:00:00Z", 2))
                .containsExactly("2028-02-29T06:00:00Z", "2032-02-29T06:00:00Z");
        assertThat(times("0 6 29 2 *", ZoneOffset.UTC, "2096-03-01T00:00:00Z", 1))
                .as("2100 is no leap year")
                .containsExactly("2104-02-29T06:00:00Z");
    }

    @Test
    void timeThatTheSpringNightLeavesOutComesAtItsJump() {
        // at 02:00 CET it is 03:00 CEST
        assertThat(times("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(times("0,30 2,3 * * *", BERLIN, "2026-03-29T00:00:00Z", 2))
                .as("2:00, 2:30 and 3:00 are one")
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
    }

    @Test
    void timeThatTheAutumnNightHasTwiceComesOnce() {
        // at 03:00 CEST it is 02:00 CET
        assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(times("30 2 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
                .as("asked within the second time")
                .containsExactly("2026-10-26T01:30:00Z");
        assertThat(times("0 3 * * *", BERLIN, "2026-10-25T00:45:00Z", 1)).containsExactly("2026-10-25T02:00:00Z");
    }

    @Test
    void everyHourFollowsTheClockThroughBothNights() {
        assertThat(times("30 * * * *", BERLIN, "2026-10-25T00:00:00Z", 3))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
        assertThat(times("0 * * * *", BERLIN, "2026-10-25T00:30:00Z", 2))
                .containsExactly("2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
        assertThat(times("0 * * * *", BERLIN, "2026-03-29T00:30:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
        assertThat(times("0 */2 * * *", BERLIN, "2026-03-28T23:30:00Z", 2))
                .as("2:00 is left out")
                .containsExactly("2026-03-29T02:00:00Z", "2026-03-29T04:00:00Z");
    }

    @Test
    void zoneThatSkippedAWholeDayIsNoTrouble() {
        // Samoa had no 2011-12-30
        assertThat(times("0 12 * * *", ZoneId.of("Pacific/Apia"), "2011-12-29T12:00:00Z", 3))
                .containsExactly("2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z");
    }

    private static List<String> next(String schedule, Instant after) {
        return Schedule.parse(schedule).next(after, ZoneOffset.UTC).map(Instant::toString).stream()
                .toList();
    }

    private static List<String> times(String schedule, ZoneId zone, String after, int count) {
        List<String> times = new ArrayList<>();
        Instant at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = Schedule.parse(schedule).next(at, zone).orElseThrow();
            times.add(at.toString());
        }
        return times;
    }
}
