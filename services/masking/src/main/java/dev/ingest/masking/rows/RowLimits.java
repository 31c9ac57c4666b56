package dev.ingest.masking.rows;

import static dev.ingest.contracts.error.IngestException.invalid;

import java.util.Optional;

/**
 * How much one call may ask for.
 *
 * @param rowsDefault rows, if the call does not say
 * @param rowsMax most rows
 * @param filtersMax most filters
 * @param valuesMax most values of an {@code in}
 * @param answerBytesMax most bytes of an answer
 */
public record RowLimits(int rowsDefault, int rowsMax, int filtersMax, int valuesMax, int answerBytesMax) {
    public RowLimits {
        if (rowsDefault < 0 || rowsDefault > rowsMax) {
            throw new IllegalArgumentException(
                    "default limit of rows: %d (expected: 0 to the greatest, %d)".formatted(rowsDefault, rowsMax));
        }
    }

    int rows(Optional<Integer> wanted) {
        int rows = wanted.orElse(rowsDefault);
        if (rows < 0 || rows > rowsMax) {
            throw invalid("limit: %d (expected: 0 to %d)".formatted(rows, rowsMax));
        }
        return rows;
    }
}
