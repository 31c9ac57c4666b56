package dev.ingest.lake;

import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.util.SerializableSupplier;
import software.amazon.awssdk.services.s3.S3Client;

/** A table's files in a store, those among them that its catalog's own client reads what the table is from. */
class S3Files extends S3FileIO {

    private final RecentFiles recent = new RecentFiles();

    S3Files(SerializableSupplier<S3Client> client) {
        // given both suppliers it looks for no factory, whose loading wants the SDKs of four more services
        super(client, S3::noAsyncClient);
    }

    @Override
    public InputFile newInputFile(String location) {
        return recent.find(location).orElseGet(() -> MetadataFile.of(super.newInputFile(location)));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return recent.find(location).orElseGet(() -> super.newInputFile(location, length));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return recent.keeping(super.newOutputFile(location));
    }

    @Override
    public void deleteFile(String location) {
        recent.forget(location);
        super.deleteFile(location);
    }

    @Override
    public void deleteFiles(Iterable<String> locations) {
        locations.forEach(recent::forget);
        super.deleteFiles(locations);
    }
}
