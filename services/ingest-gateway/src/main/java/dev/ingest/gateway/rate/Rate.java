package dev.ingest.gateway.rate;

/**
 * A limit, and how pods share it: the shared bucket holds one second's posts, a pod takes a tenth of a second's at once and keeps no
 * more than half of that when it asks for more, and it lets in up to a tenth of a second's before its first answer. So three pods
 * admit at most 10 + 1 + 3 × (0.15 + 0.1) seconds' posts over any ten seconds: 1.18 times the limit; and 1.5 times a limit of one.
 *
 * @param perSecond posts
 */
public record Rate(int perSecond) {
    private static final int SHARES = 10;

    public Rate {
        if (perSecond < 1) {
            throw new IllegalArgumentException("posts per second: %d (expected: at least 1)".formatted(perSecond));
        }
    }

    /** What the shared bucket holds at most. */
    public int burst() {
        return perSecond;
    }

    /** What a pod takes at once. */
    int batch() {
        return Math.max(1, perSecond / SHARES);
    }

    /** What a pod may let in on credit, while it asks. */
    int credit() {
        return perSecond / SHARES;
    }
}
