package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The partitions of a pass that are read to their end, so that a pass that was interrupted reads the others only. Each
 * is known by a digest of its own; beyond a number of them the oldest are known in blocks, by one digest for all of a
 * block. What neither proves is forgotten: it is read again, never skipped.
 */
final class DonePartitions {
    static final Limits LIMITS = new Limits(10_000, 10_000);

    private static final String DIGESTS = "digests";
    private static final String BLOCKS = "blocks";
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Limits limits;
    private final Set<Long> done = new LinkedHashSet<>();
    private final Set<Long> blocks = new LinkedHashSet<>();
    /** Blocks of earlier attempts that have not come in this one. */
    private final Set<Long> awaited = new HashSet<>();
    /** Blocks of this attempt, oldest first, whose members are still known one by one. */
    private final Deque<PartitionBlock> whole = new ArrayDeque<>();

    private final LongSet met = new LongSet();
    /** How often those were met again that come more than once. */
    private final Map<Long, Integer> repeats = new HashMap<>();

    DonePartitions(Limits limits) {
        this.limits = limits;
    }

    /**
     * What a place to go on from may hold, eight bytes each.
     *
     * @param partitions known one by one
     * @param blocks of about {@link PartitionBlock#MEAN} partitions
     */
    record Limits(int partitions, int blocks) {}

    /** A partition, told from equal ones that came before it in this pass. */
    record Id(long digest, int occurrence) {
        long asLong() {
            return digest + occurrence * SPREAD;
        }
    }

    Id meet(String key) {
        long digest = digest(key);
        return new Id(digest, met.add(digest) ? 0 : repeats.merge(digest, 1, Integer::sum));
    }

    private static long digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    boolean contains(Id id) {
        return done.contains(id.asLong());
    }

    void add(Id id) {
        done.add(id.asLong());
        forget();
    }

    /** Whether a block may still come that an earlier attempt has read. */
    boolean awaitsBlocks() {
        return !awaited.isEmpty();
    }

    boolean contains(PartitionBlock block) {
        awaited.remove(block.digest());
        return blocks.contains(block.digest());
    }

    /** All of the block's members are done. */
    void add(PartitionBlock block) {
        if (blocks.remove(block.digest())) {
            // It has proved to be of use: those that never come again are forgotten before it.
            blocks.add(block.digest());
        } else {
            whole.addLast(block);
        }
        forget();
    }

    private void forget() {
        while (done.size() > limits.partitions()) {
            if (whole.isEmpty()) {
                removeOldest(done);
            } else {
                PartitionBlock oldest = whole.removeFirst();
                oldest.members().forEach(done::remove);
                blocks.add(oldest.digest());
            }
        }
        while (blocks.size() > limits.blocks()) {
            removeOldest(blocks);
        }
    }

    private static void removeOldest(Set<Long> digests) {
        Iterator<Long> oldest = digests.iterator();
        oldest.next();
        oldest.remove();
    }

    /** The same knowledge, for another pass over the partitions. */
    DonePartitions again() {
        return of(toValue(), limits);
    }

    Value toValue() {
        return Value.dict(Map.of(DIGESTS, packed(done), BLOCKS, packed(blocks)));
    }

    private static Value packed(Collection<Long> digests) {
        ByteBuffer bytes = ByteBuffer.allocate(digests.size() * Long.BYTES);
        digests.forEach(bytes::putLong);
        return Value.of(Base64.getEncoder().encodeToString(bytes.array()));
    }

    static DonePartitions of(Value saved, Limits limits) {
        DonePartitions partitions = new DonePartitions(limits);
        if (saved instanceof Value.Dict fields) {
            unpack(fields, DIGESTS, partitions.done);
            unpack(fields, BLOCKS, partitions.blocks);
            partitions.awaited.addAll(partitions.blocks);
        }
        return partitions;
    }

    private static void unpack(Value.Dict fields, String name, Set<Long> digests) {
        if (fields.at(name).orElse(Value.NONE) instanceof Value.Str(var text)) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            while (bytes.remaining() >= Long.BYTES) {
                digests.add(bytes.getLong());
            }
        }
    }
}
