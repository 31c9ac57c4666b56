package dev.ingest.lake;

import org.apache.iceberg.FileFormat;
import org.apache.iceberg.data.GenericFormatModels;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.inmemory.InMemoryInputFile;

/**
 * Tells Iceberg how to read and write generic rows. It does so itself by reflection, and where that fails, says so only at the
 * first read. In a native image it does fail: without ORC the class cannot be asked for its methods, so nothing can be
 * registered for it; called directly it works up to ORC, its last.
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
