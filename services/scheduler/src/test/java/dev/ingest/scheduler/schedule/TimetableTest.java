package dev.ingest.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.scheduler.schedule.Timing.CatchUp;
import dev.ingest.scheduler.schedule.Timing.Overlap;
import dev.ingest.scheduler.schedule.TimingRequest.BlackoutRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void jitterIsTheSameWhoeverComputesItAndDiffersBetweenPipelines() {
        Timing timing = timing("UTC", 600);

        List<Instant> dues = IntStream.range(0, 50)
                .mapToObj(i -> new Timetable(Schedule.parse("hourly"), timing, "pipeline-" + i)
                        .next(NOON)
                        .orElseThrow()
                        .due())
                .toList();

        assertThat(dues)
                .allSatisfy(due -> assertThat(due)
                        .isBetween(Instant.parse("2026-03-01T13:00:00Z"), Instant.parse("2026-03-01T13:10:00Z")));
        assertThat(dues.stream().distinct().count()).isGreaterThan(30);
        assertThat(new Timetable(Schedule.parse("hourly"), timing, "pipeline-7").next(NOON))
                .contains(new Timetable.Time(Instant.parse("2026-03-01T13:00:00Z"), dues.get(7)));
    }

    @Test
    void whatIsDueInABlackoutBeginsAtItsEndOnce() {
        Timetable timetable =
                new Timetable(Schedule.parse("hourly"), timing("Europe/Berlin", 0, window("22:00", "02:30")), "p");

        assertThat(timetable.upcoming(Instant.parse("2026-03-01T20:30:00Z"), 3))
                .extracting(time -> time.due().toString())
                .containsExactly("2026-03-02T01:30:00Z", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z");
    }

    @Test
    void nextTimesOfAWeekThatIsNearlyAllBlackoutAreFoundWithoutLookingAtEachMinute() {
        String[] days = {"tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
        Timetable timetable = new Timetable(
                Schedule.parse("every 1m"),
                timing("UTC", 0, window("00:00", "00:00", days), window("00:01", "00:00", "monday")),
                "p");

        // 2026-03-02 is a Monday
        assertThat(timetable.upcoming(NOON, 4))
                .extracting(time -> time.due().toString())
                .containsExactly(
                        "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z", "2026-03-23T00:00:00Z");
    }

    @Test
    void blackoutOfADayBeginsOnThatDayOnly() {
        Timetable timetable =
                new Timetable(Schedule.parse("daily"), timing("UTC", 0, window("23:00", "01:00", "saturday")), "p");

        // 2026-03-01 is a Sunday: the window of Saturday reaches into it
        assertThat(timetable.upcoming(Instant.parse("2026-02-28T12:00:00Z"), 2))
                .extracting(time -> time.due().toString())
                .containsExactly("2026-03-01T01:00:00Z", "2026-03-02T00:00:00Z");
    }

    @Test
    void blackoutEndsInTheNightThatHasAnHourTwice() {
        Timetable timetable =
                new Timetable(Schedule.parse("every 10m"), timing("Europe/Berlin", 0, window("01:00", "02:30")), "p");

        assertThat(timetable.unblocked(Instant.parse("2026-10-25T00:10:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(timetable.unblocked(Instant.parse("2026-10-25T01:10:00Z")))
                .as("2:10 for the second time")
                .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void windowsThatMeetAreOne() {
        Timetable timetable = new Timetable(
                Schedule.parse("hourly"), timing("UTC", 0, window("10:00", "12:00"), window("12:00", "14:00")), "p");

        assertThat(timetable.unblocked(Instant.parse("2026-03-01T10:30:00Z")))
                .isEqualTo(Instant.parse("2026-03-01T14:00:00Z"));
    }

    @Test
    void timingThatNobodyCouldPlanByIsRefused() {
        refused(request("Mars/Olympus", 0), "timing.timeZone: 'Mars/Olympus' (expected: a zone like Europe/Berlin)");
        refused(request("UTC", -1), "timing.jitterSeconds: -1 (expected: 0 to 3600)");
        refused(request("UTC", 3601), "timing.jitterSeconds: 3601 (expected: 0 to 3600)");
        refused(request("UTC", 0, window("25:00", "01:00")), "timing.blackouts.from: '25:00' (expected: HH:mm)");
        refused(
                request("UTC", 0, window("00:00", "01:00", "Funday")),
                "timing.blackouts.days: 'Funday' (expected: MONDAY to SUNDAY)");
        refused(
                request("UTC", 0, window("00:00", "00:00")),
                "timing.blackouts: cover the whole week (expected: some time to run in)");
        refused(
                new TimingRequest(null, null, null, CatchUp.ALL, null),
                "timing.overlap: 'SKIP' (expected: QUEUE, because timing.catchUp is ALL)");
    }

    private static void refused(TimingRequest request, String message) {
        assertThatThrownBy(() -> TimingRequest.resolve(request)).hasMessage(message);
    }

    private static Timing timing(String zone, int jitter, BlackoutRequest... blackouts) {
        return TimingRequest.resolve(request(zone, jitter, blackouts));
    }

    private static TimingRequest request(String zone, int jitter, @Nullable BlackoutRequest... blackouts) {
        return new TimingRequest(zone, jitter, Overlap.SKIP, CatchUp.ONCE, List.of(blackouts));
    }

    private static BlackoutRequest window(String from, String to, String... days) {
        return new BlackoutRequest(List.of(days), from, to);
    }
}
