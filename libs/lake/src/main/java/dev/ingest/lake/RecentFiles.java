package dev.ingest.lake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Manifests and lists of them that were written here: a commit reads its own list again, and so does the next, and each would ask
 * the store for its length and for it. They never change. Metadata files are not kept: a store that lets nobody read the table any
 * more is still noticed. For any thread.
 */
final class RecentFiles {

    static final int BYTES_MAX = 1 << 20;

    /** So that a large one does not push all others out. */
    static final int FILE_BYTES_MAX = BYTES_MAX / 8;

    private static final String NAME_END = ".avro";

    /** The one that was used longest ago first. */
    private final Map<String, byte[]> files = new LinkedHashMap<>(16, 0.75f, true);

    private int bytes;

    synchronized Optional<InputFile> find(String location) {
        return Optional.ofNullable(files.get(location)).map(content -> new InMemoryInputFile(location, content));
    }

    synchronized void forget(String location) {
        byte[] content = files.remove(location);
        if (content != null) {
            bytes -= content.length;
        }
    }

    private synchronized void keep(String location, byte[] content) {
        forget(location);
        files.put(location, content);
        bytes += content.length;
        while (bytes > BYTES_MAX) {
            forget(files.keySet().iterator().next());
        }
    }

    /** The file itself, unless it is one of these: then it is kept when the store has it. */
    OutputFile keeping(OutputFile file) {
        return file.location().endsWith(NAME_END) ? new Kept(file) : file;
    }

    private final class Kept implements OutputFile {
        private final OutputFile file;

        Kept(OutputFile file) {
            this.file = file;
        }

        @Override
        public PositionOutputStream create() {
            return new Copying(location(), file.create());
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            forget(location());
            return new Copying(location(), file.createOrOverwrite());
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public InputFile toInputFile() {
            return find(location()).orElseGet(file::toInputFile);
        }
    }

    private final class Copying extends PositionOutputStream {
        private final String location;
        private final PositionOutputStream store;
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
        /** Whether the copy is all that the store took. */
        private boolean whole = true;

        private boolean closed;

        Copying(String location, PositionOutputStream store) {
            this.location = location;
            this.store = store;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            boolean fits = whole && copy.size() + length <= FILE_BYTES_MAX;
            whole = false;
            store.write(from, offset, length);
            whole = fits;
            if (fits) {
                copy.write(from, offset, length);
            }
        }

        @Override
        public long getPos() throws IOException {
            return store.getPos();
        }

        @Override
        public long storedLength() throws IOException {
            return store.storedLength();
        }

        @Override
        public void flush() throws IOException {
            store.flush();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                store.close();
                if (whole) {
                    keep(location, copy.toByteArray());
                }
            }
        }
    }
}
