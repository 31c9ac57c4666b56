package dev.ingest.scheduler.billing;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;

/** Reads months and days out of calls. */
final class Months {
    private Months() {}

    static YearMonth month(String field, String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException malformed) {
            throw invalid("%s: '%s' (expected: a month like 2026-03)".formatted(field, text), malformed);
        }
    }

    static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw invalid("%s: '%s' (expected: a day like 2026-03-01)".formatted(field, text), malformed);
        }
    }

    private static IngestException invalid(String message, Exception cause) {
        return new IngestException(ErrorCode.INVALID_ARGUMENT, message, cause);
    }
}
