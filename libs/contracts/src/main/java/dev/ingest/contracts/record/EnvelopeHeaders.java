package dev.ingest.contracts.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything of an {@link Envelope} but its body, as Kafka headers, so that the body needs no wrapping and no parsing. */
public final class EnvelopeHeaders {
    /** The CloudEvents type of an envelope with records. */
    public static final String TYPE = "dev.ingest.Records.v1";

    /** The CloudEvents type of an envelope whose record is elsewhere: a reader that knows no claims must not take it for empty. */
    public static final String CLAIMED_TYPE = "dev.ingest.ClaimedRecord.v1";

    /** Kafka's header for the CloudEvents type, by the CloudEvents Kafka protocol binding. */
    public static final String CE_TYPE = "ce_type";

    private static final String TENANT = "ingest_tenant";
    private static final String TABLE = "ingest_table";
    private static final String STREAM = "ingest_stream";
    private static final String OPERATION = "ingest_operation";
    private static final String RECORDS = "ingest_records";
    private static final String PIPELINE = "ingest_pipeline";
    private static final String RUN = "ingest_run";
    private static final String SLICE = "ingest_slice";
    private static final String NUMBER = "ingest_slice_number";
    private static final String ATTEMPT = "ingest_attempt";
    private static final String PAGE = "ingest_page";
    private static final String LETTER = "ingest_letter";
    private static final String CLAIM_URI = "ingest_claim_uri";
    private static final String CLAIM_LENGTH = "ingest_claim_length";
    private static final String CLAIM_SHA256 = "ingest_claim_sha256";

    /** Its claim has the beginning of a record only. A reader that does not know it takes that for the record, which fits no row. */
    private static final String REFUSED = "ingest_refused";

    private EnvelopeHeaders() {}

    /** The headers of an envelope, {@link #CE_TYPE} included. */
    public static Map<String, String> of(Envelope envelope) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(CE_TYPE, envelope.claim().isPresent() ? CLAIMED_TYPE : TYPE);
        headers.put(TENANT, envelope.tenant());
        headers.put(TABLE, envelope.table().toString());
        headers.put(STREAM, envelope.stream());
        headers.put(OPERATION, envelope.operation().name());
        headers.put(RECORDS, Integer.toString(envelope.records()));
        envelope.page().ifPresent(page -> {
            headers.put(PIPELINE, page.attempt().pipeline());
            headers.put(RUN, page.attempt().run());
            headers.put(SLICE, page.attempt().slice());
            headers.put(NUMBER, Long.toString(page.attempt().number()));
            headers.put(ATTEMPT, page.attempt().attempt());
            headers.put(PAGE, Integer.toString(page.number()));
        });
        envelope.letter().ifPresent(letter -> headers.put(LETTER, letter));
        envelope.claim().ifPresent(claim -> {
            headers.put(CLAIM_URI, claim.uri());
            headers.put(CLAIM_LENGTH, Long.toString(claim.length()));
            headers.put(CLAIM_SHA256, claim.sha256());
        });
        envelope.refused().ifPresent(reason -> headers.put(REFUSED, reason));
        return headers;
    }

    /** Whether a message of this CloudEvents type is an envelope. */
    public static boolean areOf(String type) {
        return type.equals(TYPE) || type.equals(CLAIMED_TYPE);
    }

    /**
     * Reads an envelope back.
     *
     * @param header a header's value by its name, or none
     * @throws IllegalArgumentException naming the header that is missing or malformed
     */
    public static Envelope read(Function<String, Optional<byte[]>> header, byte[] body) {
        Headers headers = name -> header.apply(name).map(bytes -> new String(bytes, UTF_8));
        String stream = headers.required(STREAM);
        Optional<Envelope.Page> page = headers.value(SLICE)
                .map(slice -> new Envelope.Page(
                        new SliceAttempt(
                                headers.required(PIPELINE),
                                headers.required(RUN),
                                stream,
                                slice,
                                headers.number(NUMBER),
                                headers.required(ATTEMPT)),
                        Math.toIntExact(headers.number(PAGE))));
        return new Envelope(
                headers.required(TENANT),
                TableRef.parse(headers.required(TABLE)),
                stream,
                Operation.valueOf(headers.required(OPERATION)),
                page,
                Math.toIntExact(headers.number(RECORDS)),
                body,
                claim(headers),
                headers.value(REFUSED),
                headers.value(LETTER));
    }

    private static Optional<Claim> claim(Headers headers) {
        boolean claimed = headers.required(CE_TYPE).equals(CLAIMED_TYPE);
        return claimed
                ? Optional.of(new Claim(
                        headers.required(CLAIM_URI), headers.number(CLAIM_LENGTH), headers.required(CLAIM_SHA256)))
                : Optional.empty();
    }

    private interface Headers {
        Optional<String> value(String name);

        default String required(String name) {
            return value(name)
                    .orElseThrow(() -> new IllegalArgumentException("envelope: header %s is missing".formatted(name)));
        }

        default long number(String name) {
            String text = required(name);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException malformed) {
                throw new IllegalArgumentException(
                        "envelope: header %s: '%s' (expected: a whole number)".formatted(name, text), malformed);
            }
        }
    }
}
