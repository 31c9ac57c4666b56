package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A warehouse on local disk, without Hadoop. */
final class LocalFiles implements SupportsPrefixOperations {

    private static final String SCHEME = "file:";

    @Override
    public InputFile newInputFile(String location) {
        return MetadataFile.of(
                new Input(org.apache.iceberg.Files.localInput(path(location).toFile()), location));
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

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        Path folder = path(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.flatMap(LocalFiles::info).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + prefix, e);
        }
    }

    @Override
    public void deletePrefix(String prefix) {
        listPrefix(prefix).forEach(file -> deleteFile(file.location()));
    }

    /** A file that is gone again by now is not told of. */
    private static Stream<FileInfo> info(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Stream.of(new FileInfo(
                            SCHEME + file,
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()))
                    : Stream.empty();
        } catch (NoSuchFileException gone) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
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
