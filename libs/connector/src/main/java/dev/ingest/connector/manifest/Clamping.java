package dev.ingest.connector.manifest;

import java.time.DayOfWeek;
import java.util.Optional;

/**
 * Widens slices to whole days, weeks or months.
 *
 * @param target DAY, WEEK or MONTH
 * @param weekday first day of a week
 */
public record Clamping(Interpolated target, Optional<DayOfWeek> weekday) {}
