package dev.ingest.platform.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    @Test
    void redactionHidesValuesAndTheirAbsence() {
        assertThat(Masks.apply(Mask.REDACT, "ann@example.org")).isEqualTo("[REDACTED]");
        assertThat(Masks.apply(Mask.REDACT, 5L)).isEqualTo("[REDACTED]");
        assertThat(Masks.apply(Mask.REDACT, null)).isEqualTo("[REDACTED]");
    }

    @Test
    void clearIsTheValueItself() {
        var value = new BigDecimal("1.50");
        assertThat(Masks.apply(Mask.CLEAR, value)).isSameAs(value);
        assertThat(Masks.apply(Mask.CLEAR, null)).isNull();
    }

    /** The first: FIPS 180-2, appendix B.1. */
    @Test
    void hashesAreOfTheTextThatAClearValueHas() {
        assertThat(Masks.apply(Mask.SHA256, "abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Masks.apply(Mask.SHA256, "é")).isNotEqualTo(Masks.apply(Mask.SHA256, "e"));
        assertThat(Masks.apply(Mask.SHA256, 42L)).isEqualTo(Masks.apply(Mask.SHA256, "42"));
        assertThat(Masks.apply(Mask.SHA256, new BigDecimal("1E+2"))).isEqualTo(Masks.apply(Mask.SHA256, "100"));
        assertThat(Masks.apply(Mask.SHA256, true)).isEqualTo(Masks.apply(Mask.SHA256, "true"));
        assertThat(Masks.apply(Mask.SHA256, LocalDate.of(2024, 1, 2)))
                .isEqualTo(Masks.apply(Mask.SHA256, "2024-01-02"));
        assertThat(Masks.apply(Mask.SHA256, OffsetDateTime.parse("2024-01-01T02:00:00+02:00")))
                .isEqualTo(Masks.apply(Mask.SHA256, "2024-01-01T00:00:00Z"));
        assertThat(Masks.apply(Mask.SHA256, ByteBuffer.wrap(new byte[] {104, 105})))
                .isEqualTo(Masks.apply(Mask.SHA256, "aGk="));
        assertThat(Masks.apply(Mask.SHA256, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.17.42, 192.168.17.0",
        "255.255.255.255, 255.255.255.0",
        "0.0.0.1, 0.0.0.0",
        "2001:db8:85a3:8d3:1319:8a2e:370:7348, 2001:db8:85a3::",
        "2001:0DB8:0:1::1, 2001:db8::",
        "::1, ::",
        "fe80::1, fe80::",
        "0:0:1:1:1:1:1:1, 0:0:1::",
        "::ffff:10.1.2.3, 10.1.2.0",
    })
    void addressesLoseTheirHostPart(String address, String network) {
        assertThat(Masks.apply(Mask.IP, address)).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.org",
                "1234",
                "10.1",
                "10.1.2.256",
                "10.1.2.3.4",
                "010.1.2.3 ",
                "10.1.2.3:80",
                "fe80::1%eth0",
                "[::1]",
                "::g",
                "1:2:3",
                "ann@example.org"
            })
    void whatIsNoAddressIsRedacted(String text) {
        assertThat(Masks.apply(Mask.IP, text)).isEqualTo("[REDACTED]");
    }

    @Test
    void noAddressStaysNone() {
        assertThat(Masks.apply(Mask.IP, null)).isNull();
        assertThat(Masks.apply(Mask.IP, 42L)).isEqualTo("[REDACTED]");
    }
}
