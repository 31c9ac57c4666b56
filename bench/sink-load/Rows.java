package dev.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.zip.CRC32;

/** The records: about 200 bytes of JSON each, all of it given by a number, so that what a table holds can be checked. */
final class Rows {
    private static final String[] STATUS = {"open", "paid", "sent", "returned"};

    private Rows() {}

    static byte[] json(long id) {
        return "{\"id\":%d,\"customer\":\"customer-%d\",\"status\":\"%s\",\"price\":%s,\"quantity\":%d,\"note\":\"%s\",\"timestamp\":\"2026-01-01T%02d:%02d:%02dZ\"}"
                .formatted(
                        id,
                        id * 7919 % 5000,
                        STATUS[(int) (id % STATUS.length)],
                        price(id),
                        id % 9,
                        note(id),
                        id / 3600 % 24,
                        id / 60 % 60,
                        id % 60)
                .getBytes(UTF_8);
    }

    static BigDecimal price(long id) {
        return BigDecimal.valueOf(id * 31 % 1_000_000, 2);
    }

    static String note(long id) {
        return "order %d: left at the door of number %d, ring twice".formatted(id, id * 104_729 % 9973);
    }

    /** What a table's rows come to, in whatever order they are read. */
    static final class Sum {
        private long rows;
        private long ids;
        private long notes;
        private BigDecimal prices = BigDecimal.ZERO;

        void add(long id, String note, BigDecimal price) {
            var crc = new CRC32();
            crc.update(note.getBytes(UTF_8));
            rows++;
            ids += id;
            notes += crc.getValue();
            prices = prices.add(price);
        }

        static Sum of(long rows) {
            var sum = new Sum();
            for (long id = 0; id < rows; id++) {
                sum.add(id, note(id), price(id));
            }
            return sum;
        }

        @Override
        public String toString() {
            return "%d rows, ids %d, notes %d, prices %s".formatted(rows, ids, notes, prices);
        }
    }
}
