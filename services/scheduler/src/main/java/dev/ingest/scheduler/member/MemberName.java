package dev.ingest.scheduler.member;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import java.util.Locale;

/** What a member is called: their subject at the identity provider, or an e-mail address that it has verified, in lower case. */
final class MemberName {
    private static final int CHARACTERS_MAX = 255;

    private MemberName() {}

    static String of(String text) {
        String name = Body.text("name", text.strip(), CHARACTERS_MAX);
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw IngestException.invalid("name: has control characters (expected: a subject, or an e-mail address)");
        }
        return name.contains("@") ? name.toLowerCase(Locale.ROOT) : name;
    }
}
