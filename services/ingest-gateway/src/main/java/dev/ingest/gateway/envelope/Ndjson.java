package dev.ingest.gateway.envelope;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts records into NDJSON bodies of limited size. A record's own bytes are kept, but for line breaks between its tokens: those
 * would end the line. JSON allows no raw line break inside a string, so every such byte is white space.
 */
public final class Ndjson {
    private final int maxBodyBytes;
    private final List<Body> full = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream();
    private int openRecords;

    /**
     * @param records how many lines
     * @param bytes the lines, each ended by a newline
     */
    public record Body(int records, byte[] bytes) {}

    /** @param maxBodyBytes most bytes of one body */
    public Ndjson(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Adds one record. Throws {@link IllegalArgumentException} if not even an empty body could hold it. */
    public void add(byte[] record) {
        if (record.length + 1 > maxBodyBytes) {
            throw new IllegalArgumentException("record: %d bytes with its newline (expected: at most %d)"
                    .formatted(record.length + 1, maxBodyBytes));
        }
        if (open.size() + record.length + 1 > maxBodyBytes) {
            close();
        }
        writeOnOneLine(record);
        openRecords++;
    }

    private void writeOnOneLine(byte[] record) {
        int start = 0;
        for (int i = 0; i < record.length; i++) {
            if (record[i] == '\n' || record[i] == '\r') {
                open.write(record, start, i - start);
                start = i + 1;
            }
        }
        open.write(record, start, record.length - start);
        open.write('\n');
    }

    private void close() {
        full.add(new Body(openRecords, open.toByteArray()));
        open = new ByteArrayOutputStream();
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
