package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Orders of ten columns and about 200 bytes of JSON; keys of 16 hex digits, in random or rising order. */
final class Orders {
    private static final String WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima ";
    private static final int MESSAGE_BYTES = 900_000;

    static final TableSpec SPEC = TableSpec.upsert(
            new TableId("shop", "orders"),
            List.of(
                    Column.required("id", ColumnType.Scalar.STRING),
                    Column.optional("updated_at", ColumnType.Scalar.TIMESTAMPTZ),
                    Column.optional("status", ColumnType.Scalar.STRING),
                    Column.optional("customer", ColumnType.Scalar.LONG),
                    Column.optional("seq", ColumnType.Scalar.LONG),
                    Column.optional("amount", ColumnType.Scalar.DOUBLE),
                    Column.optional("tax", ColumnType.Scalar.DOUBLE),
                    Column.optional("paid", ColumnType.Scalar.BOOLEAN),
                    Column.optional("country", ColumnType.Scalar.STRING),
                    Column.optional("note", ColumnType.Scalar.STRING)),
            List.of("id"),
            Optional.of("updated_at"));

    private final boolean ordered;
    private final SplittableRandom random = new SplittableRandom(7);
    private long version;

    Orders(boolean ordered) {
        this.ordered = ordered;
    }

    /** The key of an order: the n-th of a sequence, or scattered over all keys. */
    String key(long n) {
        long bits = ordered ? n : (n + 1) * 0x9E3779B97F4A7C15L;
        return String.format("%016x", ordered ? bits : bits ^ (bits >>> 29));
    }

    /** A batch of messages that hold newer versions of these orders. */
    List<byte[]> messages(long[] orders) {
        var messages = new ArrayList<byte[]>();
        var body = new StringBuilder(MESSAGE_BYTES + 1000);
        for (long order : orders) {
            append(body, order);
            if (body.length() > MESSAGE_BYTES) {
                messages.add(body.toString().getBytes(StandardCharsets.UTF_8));
                body.setLength(0);
            }
        }
        if (!body.isEmpty()) {
            messages.add(body.toString().getBytes(StandardCharsets.UTF_8));
        }
        return messages;
    }

    private void append(StringBuilder body, long order) {
        version++;
        long seconds = version / 1000;
        int from = random.nextInt(WORDS.length() - 40);
        body.append("{\"id\":\"").append(key(order));
        body.append("\",\"updated_at\":\"2026-%02d-%02dT%02d:%02d:%02d.%03dZ".formatted(
                1 + seconds / 2_419_200 % 12, 1 + seconds / 86_400 % 28, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, version % 1000));
        body.append("\",\"status\":\"").append(version % 3 == 0 ? "paid" : "open");
        body.append("\",\"customer\":").append(random.nextInt(1_000_000));
        body.append(",\"seq\":").append(version);
        body.append(",\"amount\":").append(random.nextInt(1_000_000) / 100.0);
        body.append(",\"tax\":").append(random.nextInt(10_000) / 100.0);
        body.append(",\"paid\":").append(version % 3 == 0);
        body.append(",\"country\":\"").append("de at ch fr it es ".substring(3 * random.nextInt(6)).substring(0, 2));
        body.append("\",\"note\":\"").append(Long.toString(random.nextLong(), 36)).append(' ').append(WORDS, from, from + 40);
        body.append("\"}\n");
    }
}
