package dev.ingest.connector.decode;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The bodies of one response, read as they are asked for. */
@FunctionalInterface
public interface Bodies {
    /**
     * The next one; none at the end.
     *
     * @throws IOException when the response breaks off
     * @throws DecodeException when it is not what its decoder reads
     */
    Optional<Body> next() throws IOException;

    static Bodies of(List<? extends Body> all) {
        Iterator<? extends Body> each = all.iterator();
        return () -> each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    }
}
