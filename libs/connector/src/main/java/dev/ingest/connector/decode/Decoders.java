package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.Decoder;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Opens a response with the decoder a manifest names. */
public final class Decoders {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 64 * 1024;

    private Decoders() {}

    public static Bodies open(Decoder decoder, Response response, DecodeOptions options) throws IOException {
        InputStream in = response.body();
        return switch (decoder) {
            case Decoder.Json json -> JsonBodies.page(JsonBodies.whole(in, options), response.contentType(), options);
            case Decoder.Xml xml -> XmlBodies.open(response, options);
            case Decoder.Jsonl lines -> new JsonLines(in, options);
            case Decoder.JsonItems(var path, var encoding) -> JsonItems.open(in, path, encoding, options);
            case Decoder.Lines lines -> new TextLines(in, options);
            case Decoder.Csv csv -> CsvRows.open(response, csv, options);
            case Decoder.Gzip(Decoder.Csv csv) ->
                CsvRows.open(new Response(unzipped(in), response.contentType()), csv, options);
            case Decoder.Gzip(var inner) -> nested(inner, unzipped(in), options);
            case Decoder.Zip(var inner) -> new ZipBodies(in, inner, options);
        };
    }

    /** As {@link #open}, of a response that is there already: JSON is not copied. */
    public static Bodies read(Decoder decoder, byte[] body, Optional<String> contentType, DecodeOptions options)
            throws IOException {
        return decoder instanceof Decoder.Json
                ? JsonBodies.page(body, contentType, options)
                : open(decoder, new Response(new ByteArrayInputStream(body), contentType), options);
    }

    /** A decoder inside another; there, JSON that cannot be read is an error in the field's own runtime, too. */
    static Bodies nested(Decoder inner, InputStream in, DecodeOptions options) throws IOException {
        Response content = new Response(in, Optional.empty());
        return inner instanceof Decoder.Json ? JsonBodies.file(in, options) : open(inner, content, options);
    }

    /** Undoes gzip where there is gzip. */
    private static InputStream unzipped(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(2);
        boolean zipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return zipped ? new GZIPInputStream(buffered, BUFFER) : buffered;
    }
}
