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
            return read(response.head(), new ByteArrayInputStream(response.body()), scope, wantsRoot, taker);
        }
        try (StreamedResponse response = client.open(requester, scope, injections, address)) {
            return read(response.head(), response.body(), scope, wantsRoot, taker);
        }
    }

    /** An answer that is there already. */
    PageEnd read(ApiResponse response, Scope scope, Taker taker) {
        return read(response.head(), new ByteArrayInputStream(response.body()), scope, false, taker);
    }

    /** A page that is known without asking for it. */
    PageEnd read(Value page, Scope scope, boolean wantsRoot, Taker taker) {
        ResponseHead head = new ResponseHead("the parent's record", 200, Map.of());
        byte[] body = JsonText.record(page).getBytes(StandardCharsets.UTF_8);
        return read(head, new ByteArrayInputStream(body), scope, wantsRoot, taker);
    }

    private PageEnd read(ResponseHead head, InputStream body, Scope scope, boolean wantsRoot, Taker taker) {
        if (head.isError()) {
            // Only an ignored error comes here: it has no records.
            return new PageEnd(head, 0, Optional.empty(), "");
        }
        CheckedInputStream checked = new CheckedInputStream(body, new CRC32C());
        try {
            return pieces(head, open(head, checked), scope, wantsRoot, taker)
                    .print(Long.toHexString(checked.getChecksum().getValue()));
        } catch (DecodeException | IOException invalid) {
            throw unreadable(head, invalid);
        }
    }

    private Bodies open(ResponseHead head, InputStream body) throws IOException {
        ReadLimits limits = client.session().limits();
        DecodeOptions options = new DecodeOptions(limits.maxPageBytes(), limits.maxRecordBytes(), lenient);
        if (head.status() == NO_CONTENT) {
            return Bodies.of(List.of(Body.EMPTY));
        }
        return extractor instanceof Extractor.CsvFile(var keepsTexts)
                ? CsvFile.open(body, keepsTexts, options)
                : Decoders.open(decoder, new Response(body, head.header("content-type")), options);
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
        String type = head.header("content-type").orElse("no content type");
        boolean html = type.contains("html");
        boolean tooLarge = invalid instanceof DecodeException decode && decode.isTooLarge();
        String problem = invalid instanceof DecodeException decode
                ? decode.problem()
                : "cannot be decoded: " + invalid.getMessage();
        return new ReadException(
                html || tooLarge ? ReadException.Kind.CONFIG : ReadException.Kind.TRANSIENT,
                head.request() + " answered " + head.status() + " with a body that " + problem + " (" + type + ")"
                        + (html ? "; check the base address: web pages answer there, not the API" : ""),
                invalid);
    }
}
