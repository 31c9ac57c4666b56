package dev.ingest.platform.mask;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/** A value as text: what a clear value looks like in an answer, and what a hash is made of. */
public final class ValueText {
    private ValueText() {}

    /** Numbers in plain digits, bytes in base64, times as ISO 8601. */
    public static String of(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case ByteBuffer bytes -> base64(bytes);
            case OffsetDateTime time ->
                time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
            case Object other -> other.toString();
        };
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
