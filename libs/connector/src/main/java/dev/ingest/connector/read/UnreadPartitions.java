package dev.ingest.connector.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Passes on the partitions of which nothing proves that they have been read, and notes them once they are. */
final class UnreadPartitions implements Consumer<Partition> {
    private final DonePartitions done;
    private final boolean distinct;
    private final BiConsumer<Partition, DonePartitions.Id> reader;
    private final List<Met> held = new ArrayList<>();
    private PartitionBlock block = new PartitionBlock();
    private boolean holds;

    private record Met(Partition partition, DonePartitions.Id id) {}

    /**
     * @param distinct whether a partition that comes twice is one
     * @param reader reads a partition to its end, or throws
     */
    UnreadPartitions(DonePartitions done, boolean distinct, BiConsumer<Partition, DonePartitions.Id> reader) {
        this.done = done;
        this.distinct = distinct;
        this.reader = reader;
        this.holds = done.awaitsBlocks();
    }

    @Override
    public void accept(Partition partition) {
        DonePartitions.Id id = done.meet(partition.key());
        if (distinct && id.occurrence() > 0) {
            return;
        }
        Met met = new Met(partition, id);
        if (holds) {
            held.add(met);
        } else {
            pass(met);
        }
        if (block.add(id)) {
            endBlock();
        }
    }

    private void endBlock() {
        if (!done.contains(block)) {
            end();
        }
        held.clear();
        done.add(block);
        block = new PartitionBlock();
        holds = done.awaitsBlocks();
    }

    /** To be called after the last partition. */
    void end() {
        held.forEach(this::pass);
        held.clear();
    }

    private void pass(Met met) {
        if (!done.contains(met.id())) {
            reader.accept(met.partition(), met.id());
            done.add(met.id());
        }
    }
}
