package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text and its encoding: the manifest's, else what a byte order mark says, else what the content type declares, else UTF-8. In the field's
 * own runtime only the manifest is asked, and a mark belongs to the text.
 */
record MarkedText(InputStream in, TextEncoding encoding) {
    private static final int MARK_MAX = 3;

    static MarkedText of(Response response, Optional<TextEncoding> named, DecodeOptions options) throws IOException {
        if (options.lenient()) {
            return new MarkedText(response.body(), named.orElse(TextEncoding.UTF_8));
        }
        if (named.isPresent()) {
            return new MarkedText(response.body(), withoutMark(named.get().charset()));
        }
        PushbackInputStream in = new PushbackInputStream(response.body(), MARK_MAX);
        byte[] first = in.readNBytes(MARK_MAX);
        in.unread(first);
        Charset charset = marked(first)
                .or(() -> response.contentType().flatMap(JsonBodies::charset))
                .orElse(StandardCharsets.UTF_8);
        return new MarkedText(in, withoutMark(charset));
    }

    private static TextEncoding withoutMark(Charset charset) {
        return new TextEncoding(charset, charset.equals(StandardCharsets.UTF_8));
    }

    /** UTF-16's own decoder skips its mark and takes the order from it. */
    private static Optional<Charset> marked(byte[] first) {
        int two = first.length < 2 ? 0 : (first[0] & 0xFF) << 8 | first[1] & 0xFF;
        if (two == 0xFEFF || two == 0xFFFE) {
            return Optional.of(StandardCharsets.UTF_16);
        }
        boolean utf8 = first.length == MARK_MAX && two == 0xEFBB && (first[2] & 0xFF) == 0xBF;
        return utf8 ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }
}
