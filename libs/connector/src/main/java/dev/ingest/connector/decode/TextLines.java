package dev.ingest.connector.decode;

import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Each line as {@code {"record": line}}, blank ones too. */
final class TextLines implements Bodies {
    private final LineReader lines;

    TextLines(InputStream in, DecodeOptions options) {
        this.lines = new LineReader(in, options.recordBytesMax(), true);
    }

    @Override
    public Optional<Body> next() throws IOException {
        return lines.next().map(TextLines::body);
    }

    private static Body body(LineReader.Line line) {
        return line.isWhole()
                ? new Body.Built(Value.dict(Map.of("record", Value.of(text(line.bytes())))))
                : line.tooLarge();
    }

    private static String text(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new DecodeException("has a line that is not UTF-8", invalid);
        }
    }
}
