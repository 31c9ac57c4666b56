package dev.ingest.lake;

import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;

/** The store takes a part of what a push writes, and then nothing more. */
class FullDiskTest {
    private static final int STEP = 400;

    private final MemoryFiles files = new MemoryFiles();
    private final MemoryCatalog store = new MemoryCatalog(files, "memory://warehouse");

    @Test
    void pushThatFillsTheDiskChangesNothingAndIsDoneWhenThereIsRoom() {
        push(store.table(orders()), upsert(0, order(1, 10, "old"), order(2, 10, "stays")));
        int failed = 0;
        long written;
        do {
            var disk = new Disk(files, (long) failed * STEP);
            LakeTable table = store.with(disk, Failing.never()).table(orders());
            written = disk.push(table);
            if (written < 0) {
                failed++;
                assertThat(statuses(store.table(orders())))
                        .as("room for %d bytes", disk.size)
                        .isEqualTo(Map.of("1", "old", "2", "stays"));
            }
        } while (written < 0);
        assertThat(failed).as("places where the disk was full").isGreaterThan(10);
        assertThat(statuses(store.table(orders()))).isEqualTo(Map.of("1", "paid", "2", "stays", "3", "new"));
        push(store.table(orders()), upsert(1, order(1, 20, "paid"), order(3, 20, "new")));
        assertThat(statuses(store.table(orders()))).isEqualTo(Map.of("1", "paid", "2", "stays", "3", "new"));
    }

    /** A store with little room. */
    private static final class Disk implements FileIO {
        private final FileIO files;
        private final long size;
        private final AtomicLong used = new AtomicLong();

        Disk(FileIO files, long size) {
            this.files = files;
            this.size = size;
        }

        /** How many bytes it wrote, or less than none if there was no room. */
        long push(LakeTable table) {
            try {
                Given.push(table, upsert(1, order(1, 20, "paid"), order(3, 20, "new")));
                return used.get();
            } catch (RuntimeException full) {
                assertThat(full).hasStackTraceContaining("No space left on device");
                return -1;
            }
        }

        @Override
        public InputFile newInputFile(String location) {
            return files.newInputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            files.deleteFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            OutputFile file = files.newOutputFile(location);
            return new OutputFile() {
                @Override
                public PositionOutputStream create() {
                    return new Stream(file.create());
                }

                @Override
                public PositionOutputStream createOrOverwrite() {
                    return new Stream(file.createOrOverwrite());
                }

                @Override
                public String location() {
                    return file.location();
                }

                @Override
                public InputFile toInputFile() {
                    return file.toInputFile();
                }
            };
        }

        private final class Stream extends PositionOutputStream {
            private final PositionOutputStream stream;
            private boolean full;

            Stream(PositionOutputStream stream) {
                this.stream = stream;
            }

            private void take(int bytes) throws IOException {
                full |= used.addAndGet(bytes) > size;
                if (full) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public long getPos() throws IOException {
                return stream.getPos();
            }

            @Override
            public void write(int b) throws IOException {
                take(1);
                stream.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                take(length);
                stream.write(bytes, from, length);
            }

            /** What did not fit is not there. */
            @Override
            public void close() throws IOException {
                if (!full) {
                    stream.close();
                }
            }
        }
    }
}
