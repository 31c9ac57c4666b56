package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The partitions of a pass that are read to their end, known by short digests, so that a pass that was interrupted reads
 * each of the others once, in whatever order the parents come then. Beyond a limit only the last one is remembered, and
 * the order must hold.
 */
final class DonePartitions {
    /** Digests that a place to go on from may hold; eight bytes each. */
    static final int MAX_REMEMBERED = 10_000;

    private static final String DIGESTS = "digests";
    private static final String LAST = "last";
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int max;
    private final Set<Long> done = new LinkedHashSet<>();
    private final Map<Long, Integer> met = new HashMap<>();
    private Optional<Long> last = Optional.empty();
    private boolean ordered;
    private boolean skipping;

    DonePartitions(int max) {
        this.max = max;
    }

    /** A partition, told from equal ones that came before it in this pass. */
    record Id(long digest, int occurrence) {
        long asLong() {
            return digest + occurrence * SPREAD;
        }
    }

    Id meet(String key) {
        long digest = digest(key);
        return new Id(digest, met.merge(digest, 1, Integer::sum) - 1);
    }

    private static long digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** To be asked once for each partition, in the order in which they come. */
    boolean contains(Id id) {
        if (skipping) {
            skipping = last.filter(value -> value == id.asLong()).isEmpty();
            return true;
        }
        return done.contains(id.asLong());
    }

    /** Whether the last partition that was read has not come again: what was done cannot be told from the rest. */
    boolean isLost() {
        return skipping;
    }

    void add(Id id) {
        last = Optional.of(id.asLong());
        ordered = ordered || done.size() >= max;
        if (ordered) {
            done.clear();
        } else {
            done.add(id.asLong());
        }
    }

    Value toValue() {
        if (ordered) {
            return Value.dict(Map.of(LAST, Value.of(last.orElseThrow())));
        }
        ByteBuffer digests = ByteBuffer.allocate(done.size() * Long.BYTES);
        done.forEach(digests::putLong);
        return Value.dict(Map.of(DIGESTS, Value.of(Base64.getEncoder().encodeToString(digests.array()))));
    }

    static DonePartitions of(Value saved, int max) {
        DonePartitions partitions = new DonePartitions(max);
        if (!(saved instanceof Value.Dict fields)) {
            return partitions;
        }
        if (fields.at(LAST).orElse(Value.NONE) instanceof Value.Int(var number)) {
            partitions.last = Optional.of(number.longValue());
            partitions.ordered = true;
            partitions.skipping = true;
        } else if (fields.at(DIGESTS).orElse(Value.NONE) instanceof Value.Str(var text)) {
            ByteBuffer digests = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            while (digests.hasRemaining()) {
                partitions.done.add(digests.getLong());
            }
        }
        return partitions;
    }
}
