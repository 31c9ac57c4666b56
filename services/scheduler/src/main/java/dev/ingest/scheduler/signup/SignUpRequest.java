package dev.ingest.scheduler.signup;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says who wants to become a tenant.
 *
 * @param company of at most 200 characters
 * @param name the person's, of at most 200 characters
 * @param email where to answer, of at most 254 characters
 * @param message what they want it for, of at most 2,000 characters, or none
 */
@Schema(name = "SignUpRequest")
public record SignUpRequest(
        @Nullable String company,
        @Nullable String name,
        @Nullable String email,
        @Nullable String message) {
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final int MESSAGE_CHARACTERS_MAX = 2000;

    /** Source: RFC 5321, section 4.5.3.1.3: a path of 256 octets, with its angle brackets. */
    private static final int EMAIL_CHARACTERS_MAX = 254;

    /** Narrower than the standard allows: what people have, and nothing that could be read as a second address. */
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\"(),:;\\[\\]\\\\\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)+");

    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}\u2028\u2029]*");
    private static final Pattern LINES = Pattern.compile("[^\\p{Cntrl}]*([\\r\\n\\t][^\\p{Cntrl}]*)*+");

    /** The row's texts. {@code INVALID_ARGUMENT} names the field that is wrong. */
    SignUp checked() {
        SignUp row = new SignUp();
        row.company = line("company", company);
        row.contact = line("name", name);
        row.email = address(email);
        row.message = message == null || message.isBlank() ? "" : lines(message);
        return row;
    }

    private static String line(String field, @Nullable String given) {
        String text = Body.text(field, given, NAME_CHARACTERS_MAX).strip();
        if (!ONE_LINE.matcher(text).matches()) {
            throw IngestException.invalid("%s: has control characters (expected: one line of text)".formatted(field));
        }
        return text;
    }

    private static String address(@Nullable String given) {
        String text = Body.text("email", given, EMAIL_CHARACTERS_MAX).strip();
        if (!EMAIL.matcher(text).matches()) {
            throw IngestException.invalid("email: not an address (expected: one like ann@example.org)");
        }
        int at = text.indexOf('@');
        return text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT);
    }

    private static String lines(String given) {
        String text = Body.text("message", given, MESSAGE_CHARACTERS_MAX).strip();
        if (!LINES.matcher(text).matches()) {
            throw IngestException.invalid("message: has control characters (expected: text)");
        }
        return text;
    }
}
