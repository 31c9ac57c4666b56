package dev.ingest.lake.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** Numbers and levels in runs are those that Parquet's own decoder reads. */
class RunsTest {

    private final Random random = new Random(1);

    @Test
    void numbersOfAnyWidthInRunsOfAnyLengthAreReadBack() throws IOException {
        var runs = new Runs();
        for (int width = 1; width <= 15; width++) {
            for (int count : new int[] {1, 7, 8, 9, 63, 1_000, 20_000}) {
                for (int longest : new int[] {1, 7, 9, 500}) {
                    int[] numbers = numbers(count, 1 << width, longest);
                    runs.clear();
                    runs.numbers(numbers, count, width);

                    assertThat(read(runs, count, width)).isEqualTo(numbers);
                }
            }
        }
    }

    @Test
    void levelsOfRowsWithAndWithoutValuesAreReadBack() throws IOException {
        var cells = new Cells();
        for (int count : new int[] {1, 9, 1_024, 1_025, 7_001, Page.ROWS_MAX}) {
            for (int longest : new int[] {1, 30, 300, 5_000, Page.ROWS_MAX}) {
                int[] expected = numbers(count, 2, longest);
                var levels = new Levels();
                for (int from = 0; from < count; from += Cells.ROWS_MAX) {
                    levels.add(cells(cells, expected, from, Math.min(count, from + Cells.ROWS_MAX)));
                }
                var runs = new Runs();
                levels.write(runs);

                assertThat(read(runs, count, 1)).isEqualTo(expected);
                assertThat(levels.rows()).isEqualTo(count);
            }
        }
    }

    private static Cells cells(Cells cells, int[] present, int from, int to) {
        cells.rows = to - from;
        cells.count = 0;
        for (int i = from; i < to; i++) {
            cells.present[i - from] = present[i] == 1;
            cells.count += present[i];
        }
        return cells;
    }

    private int[] numbers(int count, int limit, int longest) {
        int[] numbers = new int[count];
        for (int at = 0; at < count; ) {
            int number = random.nextInt(limit);
            int end = Math.min(count, at + 1 + random.nextInt(longest));
            while (at < end) {
                numbers[at++] = number;
            }
        }
        return numbers;
    }

    private static int[] read(Runs runs, int count, int width) throws IOException {
        var decoder =
                new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(runs.bytes(), 0, runs.length()));
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = decoder.readInt();
        }
        return numbers;
    }
}
