package dev.ingest.lake;

import org.apache.iceberg.FileFormat;
import org.apache.iceberg.data.GenericFormatModels;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.inmemory.InMemoryInputFile;

/**
 * Tells Iceberg how to read and write generic rows. It does so itself by reflection, and where that fails, as in a native
 * image, says so only at the first read.
 */
final class FileFormats {

    private FileFormats() {}

    static synchronized void register() {
        if (isRegistered()) {
            return;
        }
        try {
            GenericFormatModels.register();
        } catch (NoClassDefFoundError e) {
            // Avro and Parquet come first; ORC, which we leave out, comes last
            if (!String.valueOf(e.getMessage()).startsWith("org/apache/orc/")) {
                throw e;
            }
        }
    }

    /** Iceberg offers no other way to ask. */
    private static boolean isRegistered() {
        try {
            return FormatModelRegistry.readBuilder(FileFormat.PARQUET, Record.class, new InMemoryInputFile(new byte[0]))
                    != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
