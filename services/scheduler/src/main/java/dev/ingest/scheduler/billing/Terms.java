package dev.ingest.scheduler.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingest.contracts.error.IngestException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What a gigabyte costs. A gigabyte is 10^9 bytes of records as they arrived.
 *
 * @param currency ISO 4217
 * @param monthly what a month costs before anything is used
 * @param freeGb what a month includes
 * @param tiers what comes beyond that, the cheaper by the more usually; the last one has no end
 */
@RegisterForReflection
public record Terms(String currency, BigDecimal monthly, BigDecimal freeGb, List<Tier> tiers) {
    private static final int TIERS_MAX = 20;
    private static final int DECIMALS_MAX = 6;
    private static final BigDecimal VALUE_MAX = new BigDecimal("1000000000");

    /**
     * @param upToGb where it ends, counted from the first gigabyte that is not free; none for the last one
     * @param perGb what a gigabyte of it costs
     */
    @RegisterForReflection
    public record Tier(@JsonProperty Optional<BigDecimal> upToGb, BigDecimal perGb) {}

    public Terms {
        tiers = List.copyOf(tiers);
    }

    /** The terms, if anybody could pay by them; {@code INVALID_ARGUMENT} names the field. */
    Terms checked() {
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException unknown) {
            throw new IngestException(
                    dev.ingest.contracts.error.ErrorCode.INVALID_ARGUMENT,
                    "currency: '%s' (expected: a code like EUR)".formatted(currency),
                    unknown);
        }
        amount("monthly", monthly);
        amount("freeGb", freeGb);
        if (tiers.isEmpty() || tiers.size() > TIERS_MAX) {
            throw IngestException.invalid("tiers: %d (expected: 1 to %d)".formatted(tiers.size(), TIERS_MAX));
        }
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            from = checked(i, from);
        }
        return this;
    }

    private BigDecimal checked(int index, BigDecimal from) {
        Tier tier = tiers.get(index);
        String at = "tiers[%d]".formatted(index);
        amount(at + ".perGb", tier.perGb());
        boolean last = index == tiers.size() - 1;
        if (tier.upToGb().isEmpty() != last) {
            throw IngestException.invalid(
                    last
                            ? at
                                    + ".upToGb: %s (expected: none, it is the last)"
                                            .formatted(tier.upToGb().orElseThrow())
                            : at + ".upToGb: missing (expected: where it ends)");
        }
        tier.upToGb().ifPresent(end -> {
            amount(at + ".upToGb", end);
            if (end.compareTo(from) <= 0) {
                throw IngestException.invalid("%s.upToGb: %s (expected: more than %s)".formatted(at, end, from));
            }
        });
        return tier.upToGb().orElse(from);
    }

    private static void amount(String field, BigDecimal value) {
        if (value.signum() < 0 || value.scale() > DECIMALS_MAX || value.compareTo(VALUE_MAX) > 0) {
            throw IngestException.invalid("%s: %s (expected: 0 to %s, at most %d decimals)"
                    .formatted(field, value.toPlainString(), VALUE_MAX, DECIMALS_MAX));
        }
    }
}
