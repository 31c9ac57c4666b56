package dev.ingest.connector.manifest;

import java.util.Map;

/** Decoders. */
final class DecoderParser {
    private static final Map<String, Component.Parser<Decoder>> DECODERS =
            Map.of("JsonDecoder", component -> new Decoder.Json());

    private DecoderParser() {}

    /** The owner's decoder; JSON where it names none. */
    static Decoder of(Component owner) {
        return owner.child("decoder").map(decoder -> decoder.by(DECODERS)).orElseGet(Decoder.Json::new);
    }
}
