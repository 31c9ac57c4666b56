package dev.ingest.lake.encode;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.PositionOutputStream;

/** Iceberg's file as Parquet wants one. */
record Output(OutputFile file) implements org.apache.parquet.io.OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return stream(file.create());
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return stream(file.createOrOverwrite());
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private static PositionOutputStream stream(org.apache.iceberg.io.PositionOutputStream to) {
        return new DelegatingPositionOutputStream(to) {
            @Override
            public long getPos() throws IOException {
                return to.getPos();
            }
        };
    }
}
