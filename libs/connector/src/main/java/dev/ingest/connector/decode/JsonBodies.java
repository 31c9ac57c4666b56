package dev.ingest.connector.decode;

import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.json.RawJson;
import dev.ingest.connector.json.RecordScan;
import dev.ingest.connector.json.SpecialNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JSON text that is one document; of a list at its root each element is a body. */
final class JsonBodies {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([a-zA-Z0-9][\\w-]{0,39})", Pattern.CASE_INSENSITIVE);

    private JsonBodies() {}

    /** A page of JSON, of which a template sees at least an empty object. */
    static Bodies page(byte[] bytes, Optional<String> contentType, DecodeOptions options) {
        if (RawJson.trimmed(bytes).length() == 0) {
            // Many APIs say so that there is nothing, or nothing more.
            return Bodies.of(List.of(Body.EMPTY));
        }
        return options.lenient() ? lenient(bytes) : of(utf8(bytes, contentType), true);
    }

    /** JSON inside an archive: it is always an error if it cannot be read, and an empty list holds nothing. */
    static Bodies file(InputStream in, DecodeOptions options) throws IOException {
        return of(whole(in, options), false);
    }

    /** What is not JSON in UTF-8 counts as an empty object. */
    @SuppressWarnings("UnusedException") // the text is of no interest: that is what lenient means
    private static Bodies lenient(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return isMarked(bytes) ? Bodies.of(List.of(Body.EMPTY)) : of(bytes, true);
        } catch (DecodeException | CharacterCodingException unreadable) {
            return Bodies.of(List.of(Body.EMPTY));
        }
    }

    private static Bodies of(byte[] bytes, boolean neverEmpty) {
        Utf8.check(bytes);
        RawJson text = RawJson.trimmed(bytes);
        if (text.length() == 0) {
            throw new DecodeException("is empty");
        }
        if (!text.isList()) {
            return Bodies.of(List.of(new Body.Text(text)));
        }
        List<RawJson> elements = split(text);
        List<Body> bodies = elements.stream().<Body>map(Body.Text::new).toList();
        return Bodies.of(bodies.isEmpty() && neverEmpty ? List.of(Body.EMPTY) : bodies);
    }

    private static List<RawJson> split(RawJson text) {
        try {
            return RecordScan.split(text);
        } catch (JsonSyntaxException invalid) {
            return SpecialNumbers.asNull(text)
                    .map(JsonBodies::split)
                    .orElseThrow(() -> new DecodeException(invalid.problem(), invalid));
        }
    }

    static byte[] whole(InputStream in, DecodeOptions options) throws IOException {
        byte[] bytes = in.readNBytes(options.documentBytesMax() + 1);
        if (bytes.length > options.documentBytesMax()) {
            throw DecodeException.tooLarge("one document", options.documentBytesMax(), "maxPageBytes");
        }
        return bytes;
    }

    private static byte[] utf8(byte[] bytes, Optional<String> contentType) {
        Charset charset = contentType.flatMap(JsonBodies::charset).orElse(StandardCharsets.UTF_8);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, charset).getBytes(StandardCharsets.UTF_8);
        }
        return isMarked(bytes) ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
    }

    private static boolean isMarked(byte[] bytes) {
        return bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    }

    static Optional<Charset> charset(String contentType) {
        Matcher name = CHARSET.matcher(contentType);
        return name.find() && Charset.isSupported(name.group(1))
                ? Optional.of(Charset.forName(name.group(1)))
                : Optional.empty();
    }
}
