package dev.ingest.gateway.envelope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts records into NDJSON bodies of limited size. A record's own bytes are kept, but for line breaks between its tokens: those
 * would end the line. JSON allows no raw line break inside a string, so every such byte is white space.
 */
public final class Ndjson {
    private final int maxBodyBytes;
    private final List<Body> full = new ArrayList<>();
    private byte[] open;
    private int openBytes;
    private int openRecords;

    /**
     * @param records how many lines
     * @param bytes the lines, each ended by a newline
     */
    public record Body(int records, byte[] bytes) {}

    /** @param maxBodyBytes most bytes of one body */
    public Ndjson(int maxBodyBytes) {
        this(maxBodyBytes, 0);
    }

    /**
     * @param maxBodyBytes most bytes of one body
     * @param expectedBytes all lines together, newlines included: a body that is as long as expected is not copied
     */
    public Ndjson(int maxBodyBytes, long expectedBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.open = new byte[(int) Math.min(maxBodyBytes, expectedBytes)];
    }

    /** Adds one record. Throws {@link IllegalArgumentException} if not even an empty body could hold it. */
    public void add(byte[] record) {
        if (record.length + 1 > maxBodyBytes) {
            throw new IllegalArgumentException("record: %d bytes with its newline (expected: at most %d)"
                    .formatted(record.length + 1, maxBodyBytes));
        }
        if (openBytes + record.length + 1 > maxBodyBytes) {
            close();
        }
        if (openBytes + record.length + 1 > open.length) {
            open = Arrays.copyOf(
                    open, Math.max(openBytes + record.length + 1, Math.min(maxBodyBytes, 2 * open.length)));
        }
        writeOnOneLine(record);
        openRecords++;
    }

    private void writeOnOneLine(byte[] record) {
        int start = 0;
        for (int i = 0; i < record.length; i++) {
            if (record[i] == '\n' || record[i] == '\r') {
                write(record, start, i);
                start = i + 1;
            }
        }
        write(record, start, record.length);
        open[openBytes++] = '\n';
    }

    private void write(byte[] record, int from, int to) {
        System.arraycopy(record, from, open, openBytes, to - from);
        openBytes += to - from;
    }

    private void close() {
        full.add(new Body(openRecords, openBytes == open.length ? open : Arrays.copyOf(open, openBytes)));
        open = new byte[0];
        openBytes = 0;
        openRecords = 0;
    }

    /** All bodies, in the order of their records; none if no record was added. */
    public List<Body> bodies() {
        if (openRecords > 0) {
            close();
        }
        return List.copyOf(full);
    }
}
