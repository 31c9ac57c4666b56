package dev.ingest.lake;

import dev.ingest.lake.index.KeyIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.ClientPool;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Counts the operations on store and database, and makes the n-th fail in one of several ways. */
final class Faults {

    /** How an operation fails. */
    enum Way {
        /** It does nothing, once. */
        REFUSED,
        /** It is done, but its answer is lost, once. */
        ANSWER_LOST,
        /** It does nothing, and nothing after it: the process is dead. */
        DEAD
    }

    private final Way way;
    private final long failing;
    private final List<String> operations = new ArrayList<>();

    Faults(Way way, long failing) {
        this.way = way;
        this.failing = failing;
    }

    Lake open(Destination destination) {
        return new Lake(
                Catalogs.jdbc(destination, FaultyFiles::new, () -> new FaultyConnections(destination.uri())),
                destination,
                KeyIndex.none());
    }

    long operations() {
        return operations.size();
    }

    /** The operation that failed, for a test's report. */
    String failed() {
        return way + " " + failing + ": " + (failing <= operations.size() ? operations.get((int) failing - 1) : "none");
    }

    private synchronized boolean failsBefore(String operation) {
        operations.add(operation);
        return switch (way) {
            case REFUSED -> operations.size() == failing;
            case DEAD -> operations.size() >= failing;
            case ANSWER_LOST -> false;
        };
    }

    private synchronized boolean failsAfter() {
        return way == Way.ANSWER_LOST && operations.size() == failing;
    }

    private final class FaultyConnections extends Connections {

        FaultyConnections(String uri) {
            super(uri, Optional.empty(), Waits.USUAL);
        }

        @Override
        public <R> R run(ClientPool.Action<R, Connection, SQLException> action, boolean retry)
                throws SQLException, InterruptedException {
            if (failsBefore("database")) {
                throw new SQLException("refused");
            }
            R result = super.run(action, retry);
            if (failsAfter()) {
                throw new SQLException("answer lost");
            }
            return result;
        }
    }

    private final class FaultyFiles implements FileIO {

        private final LocalFiles files = new LocalFiles();

        @Override
        public InputFile newInputFile(String location) {
            // Iceberg asks for a missing file once, and for one that fails otherwise for minutes
            if (failsBefore("read " + location)) {
                throw new NotFoundException("refused: %s", location);
            }
            return files.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return new FaultyOutput(files.newOutputFile(location));
        }

        @Override
        public void deleteFile(String location) {
            if (failsBefore("delete " + location)) {
                throw new UncheckedIOException(new IOException("refused: " + location));
            }
            files.deleteFile(location);
            if (failsAfter()) {
                throw new UncheckedIOException(new IOException("answer lost: " + location));
            }
        }
    }

    private final class FaultyOutput implements OutputFile {

        private final OutputFile file;

        FaultyOutput(OutputFile file) {
            this.file = file;
        }

        @Override
        public PositionOutputStream create() {
            return new FaultyStream(file.create(), file.location());
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new FaultyStream(file.createOrOverwrite(), file.location());
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public InputFile toInputFile() {
            return file.toInputFile();
        }
    }

    /** A file exists from its close on, as in S3; so that is what fails. */
    private final class FaultyStream extends PositionOutputStream {

        private final PositionOutputStream stream;
        private final String location;
        private boolean closed;

        FaultyStream(PositionOutputStream stream, String location) {
            this.stream = stream;
            this.location = location;
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public long storedLength() throws IOException {
            return stream.storedLength();
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            stream.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            stream.close();
            if (failsBefore("write " + location)) {
                new LocalFiles().deleteFile(location);
                throw new IOException("refused: " + location);
            }
            if (failsAfter()) {
                throw new IOException("answer lost: " + location);
            }
        }
    }
}
