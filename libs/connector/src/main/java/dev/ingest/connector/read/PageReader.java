package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.decode.Bodies;
import dev.ingest.connector.decode.Body;
import dev.ingest.connector.decode.CsvFile;
import dev.ingest.connector.decode.DecodeException;
import dev.ingest.connector.decode.DecodeOptions;
import dev.ingest.connector.decode.Decoders;
import dev.ingest.connector.decode.Response;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ApiResponse;
import dev.ingest.connector.http.Injection;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.http.ResponseHead;
import dev.ingest.connector.http.StreamedResponse;
import dev.ingest.connector.manifest.Decoder;
import dev.ingest.connector.manifest.Extractor;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Asks for one page and finds what lies in it. A response that is no document is read while it arrives. */
final class PageReader {
    /**
     * What a page held.
     *
     * @param root the first body, if it was asked for
     * @param print equal for equal bodies
     */
    record PageEnd(ResponseHead head, long extracted, Optional<Value> root, String print) {
        boolean isIgnored() {
            return head.isError();
        }
    }

    /** Takes what lies in a page, piece by piece. */
    @FunctionalInterface
    interface Taker {
        /** @param number of the piece, from 1 */
        void take(Extracted extracted, long number);
    }

    private static final int NO_CONTENT = 204;
    private static final String CONTENT_TYPE = "content-type";

    private final ApiClient client;
    private final Requester requester;
    private final Decoder decoder;
    private final Extractor extractor;
    private final boolean lenient;

    PageReader(ApiClient client, Requester requester, Decoder decoder, Extractor extractor) {
        this.client = client;
        this.requester = requester;
        this.decoder = decoder;
        this.extractor = extractor;
        this.lenient = client.compatibility() == Compatibility.STRICT;
    }

    /** Whether a page may be larger than memory. */
    boolean isStream() {
        return extractor instanceof Extractor.CsvFile || !decoder.isDocument();
    }

    PageEnd read(Scope scope, List<Injection> injections, Optional<String> address, boolean wantsRoot, Taker taker) {
        if (!isStream()) {
            ApiResponse response = client.fetch(requester, scope, injections, address);
            return read(response.head(), response.body(), scope, wantsRoot, taker);
        }
        try (StreamedResponse response = client.open(requester, scope, injections, address)) {
            return read(response.head(), response.body(), scope, wantsRoot, taker);
        }
    }

    /** An answer that is there already. */
    PageEnd read(ApiResponse response, Scope scope, Taker taker) {
        return read(response.head(), response.body(), scope, false, taker);
    }

    /** A page that is known without asking for it. */
    PageEnd read(Value page, Scope scope, boolean wantsRoot, Taker taker) {
        ResponseHead head = new ResponseHead("the parent's record", 200, Map.of());
        byte[] body = JsonText.record(page).getBytes(StandardCharsets.UTF_8);
        return read(head, body, scope, wantsRoot, taker);
    }

    private PageEnd read(ResponseHead head, byte[] body, Scope scope, boolean wantsRoot, Taker taker) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        return read(head, () -> open(head, body), sum, scope, wantsRoot, taker);
    }

    private PageEnd read(ResponseHead head, InputStream body, Scope scope, boolean wantsRoot, Taker taker) {
        CRC32C sum = new CRC32C();
        InputStream summed = new CheckedInputStream(body, sum);
        return read(head, () -> open(head, summed), sum, scope, wantsRoot, taker);
    }

    @FunctionalInterface
    private interface Opening {
        Bodies open() throws IOException;
    }

    /** @param sum of the body's bytes, complete once they have been read */
    private PageEnd read(ResponseHead head, Opening opening, CRC32C sum, Scope scope, boolean wantsRoot, Taker taker) {
        if (head.isError()) {
            // Only an ignored error comes here: it has no records.
            return new PageEnd(head, 0, Optional.empty(), "");
        }
        try {
            Bodies bodies = head.status() == NO_CONTENT ? Bodies.of(List.of(Body.EMPTY)) : opening.open();
            return pieces(head, bodies, scope, wantsRoot, taker).print(Long.toHexString(sum.getValue()));
        } catch (DecodeException | IOException invalid) {
            throw unreadable(head, invalid);
        }
    }

    private Bodies open(ResponseHead head, byte[] body) throws IOException {
        return extractor instanceof Extractor.CsvFile
                ? open(head, new ByteArrayInputStream(body))
                : Decoders.read(decoder, body, head.header(CONTENT_TYPE), options());
    }

    private Bodies open(ResponseHead head, InputStream body) throws IOException {
        return extractor instanceof Extractor.CsvFile(var keepsTexts)
                ? CsvFile.open(response(head, body), keepsTexts, options())
                : Decoders.open(decoder, response(head, body), options());
    }

    private static Response response(ResponseHead head, InputStream body) {
        return new Response(body, head.header(CONTENT_TYPE));
    }

    private DecodeOptions options() {
        ReadLimits limits = client.session().limits();
        return new DecodeOptions(limits.maxPageBytes(), limits.maxRecordBytes(), lenient);
    }

    private Pieces pieces(ResponseHead head, Bodies bodies, Scope scope, boolean wantsRoot, Taker taker)
            throws IOException {
        Extraction extraction = new Extraction(extractor, scope, lenient);
        Optional<Value> root = Optional.empty();
        boolean first = true;
        long count = 0;
        for (Optional<Body> body = bodies.next(); body.isPresent(); body = bodies.next()) {
            Extraction.Holding holding = extraction.of(body.get(), wantsRoot && first);
            root = first ? holding.root() : root;
            first = false;
            for (Extracted piece : holding.records()) {
                taker.take(piece, ++count);
            }
        }
        return new Pieces(head, count, root);
    }

    private record Pieces(ResponseHead head, long count, Optional<Value> root) {
        PageEnd print(String print) {
            return new PageEnd(head, count, root, print);
        }
    }

    private static ReadException unreadable(ResponseHead head, Exception invalid) {
        String type = head.header(CONTENT_TYPE).orElse("no content type");
        boolean html = type.contains("html");
        boolean lasting = invalid instanceof DecodeException decode && decode.isLasting();
        String problem = invalid instanceof DecodeException decode
                ? decode.problem()
                : "cannot be decoded: " + invalid.getMessage();
        return new ReadException(
                html || lasting ? ReadException.Kind.CONFIG : ReadException.Kind.TRANSIENT,
                head.request() + " answered " + head.status() + " with a body that " + problem + " (" + type + ")"
                        + (html ? "; check the base address: web pages answer there, not the API" : ""),
                invalid);
    }
}
