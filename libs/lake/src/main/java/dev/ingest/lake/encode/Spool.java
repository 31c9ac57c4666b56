package dev.ingest.lake.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps records as they came until their table is encoded, for all tables of a process within one budget: in memory first, then in
 * one file, which is its owner's alone and gone when the spool is closed. An open Parquet writer costs several times what its
 * records do, so they wait here and few tables are encoded at a time. Safe for use by several threads.
 */
public final class Spool implements AutoCloseable {

    /** Records that are kept. To be closed when they are no longer needed. */
    public sealed interface Kept extends AutoCloseable {

        /** How many bytes they are. */
        int length();

        /** The records; they are not to be changed. */
        byte[] read();

        /** Gives their room back; may be repeated. */
        @Override
        void close();
    }

    private final Path folder;
    private final long memoryMax;
    private final long diskMax;
    private long inMemory;
    private long fileEnd;
    private int onDisk;
    private boolean closed;
    private Disk disk = new Disk.None();

    /**
     * @param folder where the file is made when it is needed
     * @param memoryMax bytes in memory
     * @param diskMax bytes on disk; the file's room is used again once all that is in it was released
     */
    public Spool(Path folder, long memoryMax, long diskMax) {
        if (memoryMax < 0 || diskMax < 0) {
            throw new IllegalArgumentException(
                    "spool of %d bytes in memory and %d on disk (expected: 0 or more)".formatted(memoryMax, diskMax));
        }
        this.folder = folder;
        this.memoryMax = memoryMax;
        this.diskMax = diskMax;
    }

    /**
     * Keeps records.
     *
     * @param records not copied while they are in memory, so not to be changed
     * @throws SpoolFullException when they fit neither budget; nothing that is kept is lost
     * @throws UncheckedIOException when the disk fails or is full; nothing that is kept is lost
     */
    public synchronized Kept keep(byte[] records) {
        requireOpen();
        if (inMemory + records.length <= memoryMax) {
            inMemory += records.length;
            return new InMemory(this, records);
        }
        if (fileEnd + records.length > diskMax) {
            throw new SpoolFullException(
                    "spool in %s: %d bytes do not fit: %d of %d bytes in memory are in use, %d of %d on disk"
                            .formatted(folder, records.length, inMemory, memoryMax, fileEnd, diskMax));
        }
        long at = fileEnd;
        write(records, at);
        fileEnd += records.length;
        onDisk++;
        return new OnDisk(this, at, records.length);
    }

    /** Bytes in memory now. */
    public synchronized long inMemory() {
        return inMemory;
    }

    /** Bytes of the file that cannot be used again yet. */
    public synchronized long onDisk() {
        return fileEnd;
    }

    /** Forgets everything; the file is deleted. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (disk instanceof Disk.Open(Path path, FileChannel channel)) {
            try (channel) {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("spool: cannot delete " + path, e);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("spool in " + folder + " is closed");
        }
    }

    private void write(byte[] records, long at) {
        try {
            FileChannel file = file();
            ByteBuffer left = ByteBuffer.wrap(records);
            while (left.hasRemaining()) {
                // at its own place, so that what a full disk has cut short is written over
                file.write(left, at + left.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spool in %s: cannot write %d bytes".formatted(folder, records.length), e);
        }
    }

    private FileChannel file() throws IOException {
        return switch (disk) {
            case Disk.Open open -> open.channel();
            case Disk.None _ -> {
                Path path = Files.createTempFile(
                        folder,
                        "spool-",
                        ".records",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
                disk = new Disk.Open(path, channel);
                yield channel;
            }
        };
    }

    private byte[] readFile(long at, int length) {
        FileChannel file;
        synchronized (this) {
            requireOpen();
            file = ((Disk.Open) disk).channel();
        }
        ByteBuffer records = ByteBuffer.allocate(length);
        try {
            while (records.hasRemaining()) {
                if (file.read(records, at + records.position()) < 0) {
                    throw new IOException("the file ends at %d of %d bytes".formatted(records.position(), length));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spool in %s: cannot read %d bytes".formatted(folder, length), e);
        }
        return records.array();
    }

    private synchronized void release(InMemory kept) {
        inMemory -= kept.length();
    }

    private synchronized void releaseFromDisk() {
        onDisk--;
        if (onDisk == 0) {
            fileEnd = 0;
        }
    }

    private sealed interface Disk {
        record None() implements Disk {}

        record Open(Path path, FileChannel channel) implements Disk {}
    }

    private static final class InMemory implements Kept {
        private final Spool spool;
        private final int length;
        private byte[] records;
        private boolean released;

        InMemory(Spool spool, byte[] records) {
            this.spool = spool;
            this.records = records;
            this.length = records.length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public synchronized byte[] read() {
            requireKept(released);
            return records;
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                records = new byte[0];
                spool.release(this);
            }
        }
    }

    private static final class OnDisk implements Kept {
        private final Spool spool;
        private final long at;
        private final int length;
        private boolean released;

        OnDisk(Spool spool, long at, int length) {
            this.spool = spool;
            this.at = at;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public synchronized byte[] read() {
            requireKept(released);
            return spool.readFile(at, length);
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                spool.releaseFromDisk();
            }
        }
    }

    private static void requireKept(boolean released) {
        if (released) {
            throw new IllegalStateException("records that were released are not read again");
        }
    }
}
