package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.Decoder;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Every file of a ZIP archive, in the order in which they lie there. */
final class ZipBodies implements Bodies {
    private static final byte[] SIGNATURE = {'P', 'K'};

    private final InputStream in;
    private final Decoder inner;
    private final DecodeOptions options;
    private Optional<ZipInputStream> archive = Optional.empty();
    private Optional<Bodies> file = Optional.empty();

    ZipBodies(InputStream in, Decoder inner, DecodeOptions options) {
        this.in = in;
        this.inner = inner;
        this.options = options;
    }

    @Override
    public Optional<Body> next() throws IOException {
        ZipInputStream files = archive.isPresent() ? archive.get() : open();
        while (true) {
            Optional<Body> body = file.isPresent() ? file.get().next() : Optional.empty();
            if (body.isPresent()) {
                return body;
            }
            ZipEntry entry = files.getNextEntry();
            if (entry == null) {
                return Optional.empty();
            }
            file = entry.isDirectory()
                    ? Optional.empty()
                    : Optional.of(Decoders.nested(inner, content(files), options));
        }
    }

    private ZipInputStream open() throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(SIGNATURE.length);
        byte[] first = buffered.readNBytes(SIGNATURE.length);
        if (first.length < SIGNATURE.length || first[0] != SIGNATURE[0] || first[1] != SIGNATURE[1]) {
            throw new DecodeException("is not a ZIP archive");
        }
        buffered.reset();
        ZipInputStream opened = new ZipInputStream(buffered);
        archive = Optional.of(opened);
        return opened;
    }

    /** The end of one file is not the end of the archive. */
    private static InputStream content(ZipInputStream files) {
        return new FilterInputStream(files) {
            @Override
            public void close() {}
        };
    }
}
