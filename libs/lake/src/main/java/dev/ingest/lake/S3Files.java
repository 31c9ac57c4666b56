package dev.ingest.lake;

import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.util.SerializableSupplier;
import software.amazon.awssdk.services.s3.S3Client;

/** Files that a catalog's own client reads tables' metadata from. */
class S3Files extends S3FileIO {

    S3Files(SerializableSupplier<S3Client> client) {
        // given both suppliers it looks for no factory, whose loading wants the SDKs of four more services
        super(client, S3::noAsyncClient);
    }

    @Override
    public InputFile newInputFile(String location) {
        return MetadataFile.of(super.newInputFile(location));
    }
}
