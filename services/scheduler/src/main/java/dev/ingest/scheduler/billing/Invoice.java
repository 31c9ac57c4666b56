package dev.ingest.scheduler.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * What a month costs: nothing but its usage and its terms, so that it comes out the same whenever it is made.
 *
 * @param currency ISO 4217
 * @param bytes what was used
 * @param lines what it is made of
 * @param total their sum
 */
public record Invoice(String currency, long bytes, List<Line> lines, BigDecimal total) {
    private static final int BYTES_PER_GB_DIGITS = 9;

    /**
     * @param text what it is for
     * @param quantity how many gigabytes, or months
     * @param unit {@code GB} or {@code month}
     * @param price of one
     * @param amount what it costs, rounded half up to what the currency can pay
     */
    public record Line(String text, BigDecimal quantity, String unit, BigDecimal price, BigDecimal amount) {}

    public Invoice {
        lines = List.copyOf(lines);
    }

    static Invoice of(Terms terms, long bytes) {
        int digits = Math.max(0, Currency.getInstance(terms.currency()).getDefaultFractionDigits());
        List<Line> lines = new ArrayList<>();
        lines.add(line("monthly fee", BigDecimal.ONE, "month", terms.monthly(), digits));
        BigDecimal used = BigDecimal.valueOf(bytes, BYTES_PER_GB_DIGITS);
        lines.add(line("included", used.min(terms.freeGb()), "GB", BigDecimal.ZERO, digits));
        BigDecimal from = BigDecimal.ZERO;
        BigDecimal billable = used.subtract(terms.freeGb()).max(BigDecimal.ZERO);
        for (Terms.Tier tier : terms.tiers()) {
            BigDecimal end = tier.upToGb().map(billable::min).orElse(billable);
            BigDecimal quantity = end.subtract(from).max(BigDecimal.ZERO);
            lines.add(line(
                    "beyond %s GB".formatted(terms.freeGb().add(from).toPlainString()),
                    quantity,
                    "GB",
                    tier.perGb(),
                    digits));
            from = tier.upToGb().orElse(from);
        }
        lines.removeIf(line -> line.quantity().signum() == 0);
        return new Invoice(
                terms.currency(),
                bytes,
                lines,
                lines.stream().map(Line::amount).reduce(BigDecimal.ZERO.setScale(digits), BigDecimal::add));
    }

    private static Line line(String text, BigDecimal quantity, String unit, BigDecimal price, int digits) {
        return new Line(text, quantity, unit, price, quantity.multiply(price).setScale(digits, RoundingMode.HALF_UP));
    }
}
