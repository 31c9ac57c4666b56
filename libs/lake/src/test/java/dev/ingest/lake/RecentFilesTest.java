package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;

class RecentFilesTest {

    private final RecentFiles recent = new RecentFiles();

    private void write(OutputFile file, byte[] content) throws IOException {
        try (OutputStream out = recent.keeping(file).create()) {
            out.write(content[0]);
            assertThat(recent.find(file.location())).as("not yet whole").isEmpty();
            out.write(content, 1, content.length - 1);
        }
    }

    private static byte[] bytes(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) length);
        return content;
    }

    @Test
    void manifestIsReadFromHereAndLiesInTheStore() throws IOException {
        var file = new InMemoryOutputFile("s3://lake/t/metadata/m0.avro");
        write(file, bytes(100));
        assertThat(file.toByteArray()).isEqualTo(bytes(100));
        assertThat(recent.find(file.location())).hasValueSatisfying(found -> {
            assertThat(found.location()).isEqualTo(file.location());
            assertThat(found.getLength()).isEqualTo(100);
            assertThat(found.newStream()).hasBinaryContent(bytes(100));
        });
        recent.forget(file.location());
        assertThat(recent.find(file.location())).isEmpty();
    }

    @Test
    void otherFilesAndLongOnesAreNotKept() throws IOException {
        for (String name : new String[] {"00001.metadata.json", "1.parquet", "deletes.puffin"}) {
            write(new InMemoryOutputFile("s3://lake/t/" + name), bytes(10));
            assertThat(recent.find("s3://lake/t/" + name)).isEmpty();
        }
        var file = new InMemoryOutputFile("s3://lake/t/metadata/long.avro");
        write(file, bytes(RecentFiles.FILE_BYTES_MAX + 1));
        assertThat(file.toByteArray()).hasSize(RecentFiles.FILE_BYTES_MAX + 1);
        assertThat(recent.find(file.location())).isEmpty();
    }

    @Test
    void whatTheStoreDoesNotTakeIsNotKept() {
        var file = new InMemoryOutputFile("s3://lake/t/metadata/m0.avro") {
            @Override
            public PositionOutputStream create() {
                PositionOutputStream out = super.create();
                return new PositionOutputStream() {
                    @Override
                    public long getPos() throws IOException {
                        return out.getPos();
                    }

                    @Override
                    public void write(int one) throws IOException {
                        out.write(one);
                    }

                    @Override
                    public void close() throws IOException {
                        throw new IOException("no answer");
                    }
                };
            }
        };
        assertThatThrownBy(() -> write(file, bytes(10))).hasMessage("no answer");
        assertThat(recent.find(file.location())).isEmpty();
    }

    @Test
    void thoseThatWereNotUsedForLongestGoFirst() throws IOException {
        int fit = RecentFiles.BYTES_MAX / RecentFiles.FILE_BYTES_MAX;
        for (int i = 0; i < fit; i++) {
            write(new InMemoryOutputFile(i + ".avro"), bytes(RecentFiles.FILE_BYTES_MAX));
        }
        assertThat(recent.find("0.avro")).isPresent();
        write(new InMemoryOutputFile("more.avro"), bytes(RecentFiles.FILE_BYTES_MAX));
        assertThat(recent.find("0.avro")).isPresent();
        assertThat(recent.find("1.avro")).isEmpty();
        assertThat(recent.find("more.avro")).isPresent();
    }
}
