package dev.ingest.contracts.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "abc,true",
        "😀,true",
        "a😀b😀,true",
        "\ud83d,false",
        "\ude00\ud83d,false",
        "a\ud83d\ud83d\ude00,false",
        "'',true"
    })
    void everySurrogateIsHalfOfAPair(String text, boolean whole) {
        assertThat(Characters.areWhole(text)).isEqualTo(whole);
        assertThat(Characters.areWhole(("\ud83d" + text + "\ude00").toCharArray(), 1, text.length()))
                .isEqualTo(whole);
    }

    /** Wherever among the words of eight bytes that are looked at together. */
    @ParameterizedTest
    @CsvSource({"é€😀,-1", "C181,0", "EDA080,0", "F4908080,0", "E282,0"})
    void malformedBytesAreFound(String what, int at) {
        byte[] bytes = at < 0 ? what.getBytes(UTF_8) : java.util.HexFormat.of().parseHex(what);
        for (int before = 0; before < 20; before++) {
            byte[] text = new byte[before + bytes.length + 20];
            java.util.Arrays.fill(text, (byte) 'a');
            System.arraycopy(bytes, 0, text, before, bytes.length);
            assertThat(Utf8.malformed(text, 0, text.length)).isEqualTo(at < 0 ? -1 : before);
        }
    }
}
