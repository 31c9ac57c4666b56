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
    private final TextWindow window;
    private final int itemBytesMax;
    private final ItemStream items;
    private long number;

    private JsonItems(TextWindow window, int itemBytesMax, ItemStream items) {
        this.window = window;
        this.itemBytesMax = itemBytesMax;
        this.items = items;
    }

    static Bodies open(InputStream in, ItemsPath path, TextEncoding encoding, DecodeOptions options)
            throws IOException {
        TextWindow window =
                new TextWindow(RecodedStream.utf8(in, encoding), options.recordBytesMax() + 2 * TextWindow.READ_AHEAD);
        return new JsonItems(
                window, options.recordBytesMax(), ItemStream.open(window, path.text(), window::forgetUpTo));
    }

    private Body body(ItemStream.Place item) {
        long length = item.to() - item.from();
        byte[] bytes = window.head(item.from(), item.to());
        if (length > itemBytesMax) {
            number++;
            return new Body.TooLarge(Oversized.of("an item", bytes, length, "bytes", itemBytesMax));
        }
        return new Body.Text(RawJson.of(checked(bytes)));
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
            return place.map(this::body);
        } catch (JsonSyntaxException invalid) {
            throw new DecodeException(invalid.problem(), invalid);
        }
    }
}
