package dev.ingest.connector.decode;

import dev.ingest.connector.json.ItemStream;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.json.RawJson;
import dev.ingest.connector.manifest.Decoder.ItemsPath;
import dev.ingest.connector.manifest.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The elements of one list of a JSON text of any size. */
final class JsonItems implements Bodies {
    /** What the parser reads ahead of the element it is at. */
    private static final int READ_AHEAD = 64 * 1024;

    private final TextWindow window;
    private final ItemStream items;
    private long number;

    private JsonItems(TextWindow window, ItemStream items) {
        this.window = window;
        this.items = items;
    }

    static Bodies open(InputStream in, ItemsPath path, TextEncoding encoding, DecodeOptions options)
            throws IOException {
        TextWindow window = new TextWindow(RecodedStream.utf8(in, encoding), options.recordBytesMax() + READ_AHEAD);
        return new JsonItems(window, ItemStream.open(window, path.text(), window::forgetUpTo));
    }

    private byte[] checked(byte[] item) {
        number++;
        try {
            Utf8.check(item);
            return item;
        } catch (DecodeException wrong) {
            throw new DecodeException("has an item (" + number + ") that " + wrong.problem(), wrong);
        }
    }

    @Override
    public Optional<Body> next() throws IOException {
        try {
            Optional<ItemStream.Place> place = items.next();
            return place.map(item -> new Body.Text(RawJson.of(checked(window.between(item.from(), item.to())))));
        } catch (JsonSyntaxException invalid) {
            throw new DecodeException(invalid.problem(), invalid);
        }
    }
}
