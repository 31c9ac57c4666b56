package dev.ingest.local.services;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A log file that never outgrows its limit: when full it becomes {@code <name>.1}, and the one before that {@code <name>.2}. */
final class RotatingLog {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int OLD_FILES_MAX = 2;

    private final Path file;
    private final long bytesMax;

    RotatingLog(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    Path file() {
        return file;
    }

    /** Copies until the input ends. */
    void copy(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int count = in.read(chunk);
        while (count >= 0) {
            count = fill(in, chunk, count);
        }
    }

    /** Fills one file; returns what was read last and is still to be written, -1 at the end. */
    private int fill(InputStream in, byte[] chunk, int first) throws IOException {
        int count = first;
        long size = Files.exists(file) ? Files.size(file) : 0;
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            while (count >= 0 && size < bytesMax) {
                out.write(chunk, 0, count);
                // Someone may be following.
                out.flush();
                size += count;
                count = in.read(chunk);
            }
        }
        if (count >= 0) {
            rotate();
        }
        return count;
    }

    private void rotate() throws IOException {
        for (int number = OLD_FILES_MAX; number >= 1; number--) {
            Path younger = number == 1 ? file : numbered(number - 1);
            if (Files.exists(younger)) {
                Files.move(younger, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
