package dev.ingest.platform.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How values look through masks. */
public final class Masks {
    /** What stands for a value that is not shown. */
    public static final String REDACTED = "[REDACTED]";

    private Masks() {}

    /**
     * A value as it is shown. Redaction hides also whether there is a value; the other masks leave null as null.
     *
     * @param value a value as a table's rows have it
     */
    public static @Nullable Object apply(Mask mask, @Nullable Object value) {
        return switch (mask) {
            case CLEAR -> value;
            case REDACT -> REDACTED;
            case SHA256 -> value == null ? null : sha256(ValueText.of(value));
            case IP -> value == null ? null : IpNetwork.of(ValueText.of(value)).orElse(REDACTED);
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
