package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDateTest {
    private static final int TEXTS = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d", "%Y%m%d", "%d.%m.%Y %H:%M"})
    void whatItReadsIsWhatTheFormatSays(String format) {
        DatePattern pattern = DatePattern.of(format);
        PlainDate plain = pattern.plain().orElseThrow();
        var random = new Random(7);
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(format, random);
            Optional<Value.DateTime> found = plain.read(text);
            if (found.isPresent()) {
                read++;
                assertThat(found.get()).as(text).isEqualTo(DateParse.byPattern(text, format, pattern));
            }
        }
        assertThat(read).isBetween(TEXTS / 20, TEXTS * 19 / 20);
    }

    @Test
    void leavesFormatsWithoutPlacesToTheirExpression() {
        assertThat(PlainDate.of("%Y-%m-%dT%H:%M:%S.%fZ")).isEmpty();
        assertThat(PlainDate.of("%d %b %Y")).isEmpty();
        assertThat(PlainDate.of("%Y-%m")).isEmpty();
        assertThat(PlainDate.of("%Y-%m-%d%")).isEmpty();
        assertThat(PlainDate.of("%%Y-%m-%d")).isEmpty();
    }

    /** A date in the format, mostly; then one of its characters is another. */
    private static String text(String format, Random random) {
        String text = format.replace("%Y", "%04d".formatted(random.nextInt(2400)))
                .replace("%m", "%02d".formatted(random.nextInt(14)))
                .replace("%d", "%02d".formatted(random.nextInt(33)))
                .replace("%H", "%02d".formatted(random.nextInt(25)))
                .replace("%M", "%02d".formatted(random.nextInt(62)))
                .replace("%S", "%02d".formatted(random.nextInt(62)))
                .replace("%z", new String[] {"Z", "+00:00", "-05:30", ""}[random.nextInt(4)]);
        if (random.nextInt(4) > 0) {
            return text;
        }
        int at = random.nextInt(text.length());
        return text.substring(0, at) + "07 tZ\u0663".charAt(random.nextInt(6)) + text.substring(at + 1);
    }
}
