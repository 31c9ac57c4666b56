package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** A warehouse on local disk, without Hadoop. */
final class LocalFiles implements FileIO {

    private static final String SCHEME = "file:";

    @Override
    public InputFile newInputFile(String location) {
        return new Input(org.apache.iceberg.Files.localInput(path(location).toFile()), location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(org.apache.iceberg.Files.localOutput(path(location).toFile()), location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + location, e);
        }
    }

    private static Path path(String location) {
        String path = location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : location;
        // file:///a and file:/a are the same
        return Path.of(path.replaceFirst("^/+", "/"));
    }

    /** Keeps the name that the table knows the file by, scheme included. */
    private record Input(InputFile file, String location) implements InputFile {

        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            return file.newStream();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }

    /** As above. */
    private record Output(OutputFile file, String location) implements OutputFile {

        @Override
        public PositionOutputStream create() {
            makeFolder();
            return file.create();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            makeFolder();
            return file.createOrOverwrite();
        }

        /** The file itself would fail where another writer makes the same folder at the same moment. */
        private void makeFolder() {
            Path folder = Objects.requireNonNull(path(location).toAbsolutePath().getParent());
            try {
                Files.createDirectories(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot make the folder " + folder, failed);
            }
        }

        @Override
        public InputFile toInputFile() {
            return new Input(file.toInputFile(), location);
        }
    }
}
