package dev.ingest.lake.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys and cursors as bytes: those of equal values are equal. */
final class Stored {
    private static final byte NULL = 0;
    private static final byte INT = 1;
    private static final byte LONG = 2;
    private static final byte TEXT = 3;
    private static final byte UUID = 4;
    private static final byte LIST = 5;

    private Stored() {}

    /** @throws IllegalArgumentException for values of types that no key is read raw in */
    static byte[] bytes(@Nullable Object value) {
        return switch (value) {
            case null -> new byte[] {NULL};
            case Integer number -> tagged(INT, Integer.BYTES).putInt(number).array();
            case Long number -> tagged(LONG, Long.BYTES).putLong(number).array();
            case String text -> {
                byte[] utf8 = text.getBytes(UTF_8);
                yield tagged(TEXT, Integer.BYTES + utf8.length)
                        .putInt(utf8.length)
                        .put(utf8)
                        .array();
            }
            case UUID uuid ->
                tagged(UUID, 2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
            case List<?> parts -> list(parts);
            default -> throw new IllegalArgumentException("a key of " + value.getClass());
        };
    }

    private static byte[] list(List<?> parts) {
        List<byte[]> stored = parts.stream().map(Stored::bytes).toList();
        ByteBuffer all = tagged(
                LIST,
                Integer.BYTES + stored.stream().mapToInt(part -> part.length).sum());
        all.putInt(parts.size());
        stored.forEach(all::put);
        return all.array();
    }

    private static ByteBuffer tagged(byte tag, int length) {
        return ByteBuffer.allocate(1 + length).put(tag);
    }

    /** The value whose bytes begin at the buffer's position, which goes behind them. */
    static @Nullable Object value(ByteBuffer bytes) {
        byte tag = bytes.get();
        return switch (tag) {
            case NULL -> null;
            case INT -> bytes.getInt();
            case LONG -> bytes.getLong();
            case TEXT -> {
                byte[] utf8 = new byte[bytes.getInt()];
                bytes.get(utf8);
                yield new String(utf8, UTF_8);
            }
            case UUID -> new UUID(bytes.getLong(), bytes.getLong());
            case LIST -> {
                var parts = new ArrayList<@Nullable Object>();
                for (int left = bytes.getInt(); left > 0; left--) {
                    parts.add(value(bytes));
                }
                yield parts;
            }
            default -> throw new IllegalStateException("tag " + tag);
        };
    }
}
