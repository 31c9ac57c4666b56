package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the rejected records of a slice by what they are: attempts bring the same records again, at other offsets and perhaps
 * cut into other pages. Equal records are counted through the attempt, so that none of them passes for another.
 */
final class SliceRejections {

    /**
     * Most different records that an attempt's branch remembers, which its summary has to hold. Those beyond are counted within
     * their batch only: equal ones of two batches are then kept as one.
     */
    static final int REMEMBERED_MAX = 1_000;

    private final String slice;
    private final int rememberedMax;
    private final Map<String, Long> counts;

    /** @param counts of the attempt so far, by the records' hashes */
    SliceRejections(SliceAttempt attempt, Map<String, Long> counts, int rememberedMax) {
        this.slice = attempt.slice();
        this.counts = new TreeMap<>(counts);
        this.rememberedMax = rememberedMax;
    }

    /** The same rejections by their names; to be called once for a batch, in the order of the pages. */
    List<Rejection> named(List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> {
                    String hash = rejection.claim().map(Claim::sha256).orElseGet(() -> hash(rejection.record()));
                    long ordinal = counts.merge(hash, 1L, Long::sum);
                    return rejection.withId(slice + "-" + hash + "-" + ordinal);
                })
                .toList();
    }

    /** What the branch is to remember. */
    Map<String, Long> counts() {
        var remembered = new TreeMap<String, Long>();
        counts.entrySet().stream()
                .limit(rememberedMax)
                .forEach(entry -> remembered.put(entry.getKey(), entry.getValue()));
        return remembered;
    }

    private static String hash(byte[] record) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(record));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
