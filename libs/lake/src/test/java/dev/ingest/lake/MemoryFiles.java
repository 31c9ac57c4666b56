package dev.ingest.lake;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A store in memory, and ways for it to fail. A file is there from its close on, as in S3. */
final class MemoryFiles implements SupportsPrefixOperations {

    private final Map<String, byte[]> files;
    private final Failing failing;

    MemoryFiles() {
        this(new ConcurrentHashMap<>(), Failing.never());
    }

    private MemoryFiles(Map<String, byte[]> files, Failing failing) {
        this.files = files;
        this.failing = failing;
    }

    /** The same files, seen by a process that fails. */
    MemoryFiles failing(Failing how) {
        return new MemoryFiles(files, how);
    }

    /** A store of its own that holds what this one does now. */
    MemoryFiles copy() {
        return new MemoryFiles(new ConcurrentHashMap<>(files), Failing.never());
    }

    void put(String location, byte[] bytes) {
        files.put(location, bytes);
    }

    Set<String> locations() {
        return Set.copyOf(files.keySet());
    }

    @Override
    public InputFile newInputFile(String location) {
        failing.before(Failing.Kind.READ, location);
        byte[] bytes = files.get(location);
        if (bytes == null) {
            throw new NotFoundException("no file %s", location);
        }
        return new InMemoryInputFile(location, bytes);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location);
    }

    @Override
    public void deleteFile(String location) {
        failing.before(Failing.Kind.DELETE, location);
        files.remove(location);
        failing.after(Failing.Kind.DELETE);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        failing.before(Failing.Kind.LIST, prefix);
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith(prefix))
                .map(file -> new FileInfo(file.getKey(), file.getValue().length, System.currentTimeMillis()))
                .toList();
    }

    @Override
    public void deletePrefix(String prefix) {
        List.copyOf(files.keySet()).stream()
                .filter(location -> location.startsWith(prefix))
                .forEach(this::deleteFile);
    }

    private final class Output implements OutputFile {
        private final String location;

        Output(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            return new Stream(location);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new Stream(location);
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return newInputFile(location);
        }
    }

    private final class Stream extends PositionOutputStream {
        private final String location;
        private final InMemoryOutputFile bytes = new InMemoryOutputFile();
        private final PositionOutputStream stream = bytes.create();
        private boolean closed;

        Stream(String location) {
            this.location = location;
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] all, int from, int length) throws IOException {
            stream.write(all, from, length);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            stream.close();
            byte[] whole = bytes.toByteArray();
            if (failing.isHalved()) {
                files.put(location, Arrays.copyOf(whole, whole.length / 2));
            }
            failing.before(Failing.Kind.WRITE, location);
            files.put(location, whole);
            failing.after(Failing.Kind.WRITE);
        }
    }
}
