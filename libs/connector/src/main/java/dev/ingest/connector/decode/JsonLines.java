package dev.ingest.connector.decode;

import dev.ingest.connector.json.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One JSON text per line. Blank lines are nothing. */
final class JsonLines implements Bodies {
    private final LineReader lines;
    private long number;

    JsonLines(InputStream in, DecodeOptions options) {
        this.lines = new LineReader(in, options.recordBytesMax(), false);
    }

    @Override
    public Optional<Body> next() throws IOException {
        for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            number++;
            if (!line.get().isWhole()) {
                return Optional.of(line.get().tooLarge());
            }
            byte[] bytes = line.get().bytes();
            check(bytes);
            RawJson text = RawJson.trimmed(bytes);
            if (text.length() > 0) {
                return Optional.of(new Body.Text(text, number));
            }
        }
        return Optional.empty();
    }

    private void check(byte[] line) {
        try {
            Utf8.check(line);
        } catch (DecodeException wrong) {
            throw new DecodeException("has a line (" + number + ") that " + wrong.problem(), wrong);
        }
    }
}
