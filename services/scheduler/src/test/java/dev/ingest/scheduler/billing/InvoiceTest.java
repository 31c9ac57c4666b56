package dev.ingest.scheduler.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.scheduler.billing.Terms.Tier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InvoiceTest {
    private static final long GB = 1_000_000_000L;

    /** 10 a month with 5 GB; then 100 GB at 0.50, 900 GB at 0.40, the rest at 0.25. */
    private static final Terms TERMS = new Terms(
            "EUR",
            new BigDecimal("10.00"),
            new BigDecimal("5"),
            List.of(tier("100", "0.50"), tier("1000", "0.40"), last("0.25")));

    @Test
    void monthWithoutUsageCostsItsFee() {
        assertThat(total(0)).isEqualTo("10.00");
        assertThat(Invoice.of(TERMS, 0).lines()).hasSize(1);
    }

    @Test
    void whatIsIncludedIsFreeToTheLastByte() {
        assertThat(total(5 * GB)).isEqualTo("10.00");
        assertThat(total(5 * GB + 1)).isEqualTo("10.00");
        assertThat(total(5 * GB + GB)).isEqualTo("10.50");
    }

    @Test
    void eachTierIsPaidForWhatLiesInIt() {
        assertThat(total(105 * GB)).isEqualTo("60.00");
        assertThat(total(106 * GB)).isEqualTo("60.40");
        assertThat(total(1005 * GB)).isEqualTo("420.00");
        assertThat(total(2005 * GB)).isEqualTo("670.00");
        assertThat(Invoice.of(TERMS, 2005 * GB).lines())
                .extracting(line -> "%s: %s %s"
                        .formatted(
                                line.text(),
                                line.quantity().stripTrailingZeros().toPlainString(),
                                line.amount()))
                .containsExactly(
                        "monthly fee: 1 10.00",
                        "included: 5 0.00",
                        "beyond 5 GB: 100 50.00",
                        "beyond 105 GB: 900 360.00",
                        "beyond 1005 GB: 1000 250.00");
    }

    @Test
    void amountsAreRoundedToWhatTheCurrencyCanPay() {
        assertThat(total(5 * GB + 9_999_999)).as("0.4999… cents").isEqualTo("10.00");
        assertThat(total(5 * GB + 10_000_000)).as("half a cent").isEqualTo("10.01");
        Terms yen = new Terms("JPY", BigDecimal.ZERO, BigDecimal.ZERO, List.of(last("10")));
        assertThat(Invoice.of(yen, GB * 3 / 20).total()).isEqualTo("2");
    }

    @Test
    void everyByteIsOnOneLineAndMoreNeverCostsLess() {
        Random random = new Random(7);
        long used = 0;
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < 500; i++) {
            used += random.nextLong(20 * GB);
            Invoice invoice = Invoice.of(TERMS, used);

            assertThat(invoice.lines().stream()
                            .filter(line -> line.unit().equals("GB"))
                            .map(Invoice.Line::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(BigDecimal.valueOf(used, 9));
            assertThat(invoice.total()).isGreaterThanOrEqualTo(before);
            before = invoice.total();
        }
    }

    @Test
    void termsThatNobodyCouldPayByAreRefused() {
        refused(new Terms("EURO", BigDecimal.ONE, BigDecimal.ONE, List.of(last("1"))), "currency: 'EURO'");
        refused(new Terms("EUR", BigDecimal.ONE.negate(), BigDecimal.ONE, List.of(last("1"))), "monthly: -1");
        refused(new Terms("EUR", BigDecimal.ONE, BigDecimal.ONE, List.of()), "tiers: 0 (expected: 1 to 20)");
        refused(
                new Terms("EUR", BigDecimal.ONE, BigDecimal.ONE, List.of(last("1"), last("2"))),
                "tiers[0].upToGb: missing (expected: where it ends)");
        refused(
                new Terms("EUR", BigDecimal.ONE, BigDecimal.ONE, List.of(tier("10", "1"), tier("10", "2"), last("2"))),
                "tiers[1].upToGb: 10 (expected: more than 10)");
        refused(
                new Terms("EUR", BigDecimal.ONE, BigDecimal.ONE, List.of(tier("10", "1"))),
                "tiers[0].upToGb: 10 (expected: none, it is the last)");
        refused(
                new Terms("EUR", BigDecimal.ONE, BigDecimal.ONE, List.of(last("0.0000001"))),
                "tiers[0].perGb: 0.0000001 (expected: 0 to 1000000000, at most 6 decimals)");
    }

    @Test
    void cellsThatASpreadsheetWouldMisreadAreQuoted() {
        assertThat(Csv.of(List.of("a", "b"), List.of(List.of("x,\"y\"", "=1+1"), List.of("-2", "plain"))))
                .isEqualTo("a,b\r\n\"x,\"\"y\"\"\",'=1+1\r\n'-2,plain\r\n");
    }

    private static void refused(Terms terms, String message) {
        assertThatThrownBy(terms::checked).hasMessageStartingWith(message);
    }

    private static String total(long bytes) {
        return Invoice.of(TERMS, bytes).total().toPlainString();
    }

    private static Tier tier(String upTo, String price) {
        return new Tier(Optional.of(new BigDecimal(upTo)), new BigDecimal(price));
    }

    private static Tier last(String price) {
        return new Tier(Optional.empty(), new BigDecimal(price));
    }
}
