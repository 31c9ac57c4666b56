package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedRegexTest {
    @Test
    void backtrackingWithoutEndIsStoppedAndNamesThePatternButNotTheText() {
        BoundedRegex endless = BoundedRegex.python("(.*a){25}b");

        assertThatThrownBy(() -> endless.isIn("a".repeat(60) + "!"))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        stopped -> assertThat(stopped.kind()).isEqualTo(ExpressionException.Kind.LIMIT))
                .hasMessageContaining("(.*a){25}b")
                .hasMessageNotContaining("aaaa");
    }

    @Test
    void everyMatchHasStepsOfItsOwn() {
        BoundedRegex plain = BoundedRegex.java("^a*$");
        String text = "a".repeat(BoundedRegex.STEPS_MAX / 4);

        for (int i = 0; i < 10; i++) {
            assertThat(plain.matches(text)).isTrue();
        }
    }

    @Test
    void aPatternOfAnyLengthIsNotCompiled() {
        assertThatThrownBy(() -> BoundedRegex.java("a".repeat(BoundedRegex.LENGTH_MAX + 1)))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("longer than");
    }
}
