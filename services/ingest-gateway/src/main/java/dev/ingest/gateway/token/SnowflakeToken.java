package dev.ingest.gateway.token;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form {@code Snowflake Token="…"} of an Authorization header. Source: the Ingest API reference, "Request headers". */
public final class SnowflakeToken {
    private static final Pattern HEADER = Pattern.compile("(?i:Snowflake)\\s+(?i:Token)=\"([^\"]+)\"\\s*");

    /** How every client that is known writes it. */
    private static final String USUAL = "Snowflake Token=\"";

    private SnowflakeToken() {}

    /** The token in the header, or nothing if the header is of another form. */
    public static Optional<String> of(String authorization) {
        if (authorization.startsWith(USUAL) && authorization.endsWith("\"")) {
            String token = authorization.substring(USUAL.length(), authorization.length() - 1);
            if (!token.isEmpty() && token.indexOf('"') < 0) {
                return Optional.of(token);
            }
        }
        Matcher header = HEADER.matcher(authorization);
        return header.matches() ? Optional.of(header.group(1)) : Optional.empty();
    }
}
