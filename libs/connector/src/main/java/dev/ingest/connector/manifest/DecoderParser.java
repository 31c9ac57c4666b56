package dev.ingest.connector.manifest;

import dev.ingest.expression.Literal;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Decoders. */
final class DecoderParser {
    /** Those that others may wrap. */
    private static final Map<String, Component.Parser<Decoder>> INNER = Map.of(
            "JsonDecoder", component -> new Decoder.Json(),
            "JsonlDecoder", component -> new Decoder.Jsonl(),
            "JsonItemsDecoder", DecoderParser::items,
            "CsvDecoder", DecoderParser::csv,
            "GzipDecoder", DecoderParser::gzip);

    private static final Map<String, Component.Parser<Decoder>> DECODERS = all();

    private DecoderParser() {}

    private static Map<String, Component.Parser<Decoder>> all() {
        Map<String, Component.Parser<Decoder>> all = new HashMap<>(INNER);
        all.put("IterableDecoder", component -> new Decoder.Lines());
        all.put("XmlDecoder", component -> new Decoder.Xml());
        all.put(
                "ZipfileDecoder",
                component -> new Decoder.Zip(component.requiredChild("decoder").<Decoder>by(INNER)));
        return Map.copyOf(all);
    }

    /** The owner's decoder; JSON where it names none. */
    static Decoder of(Component owner) {
        return of(owner, "decoder");
    }

    static Decoder of(Component owner, String field) {
        return owner.child(field).map(decoder -> decoder.<Decoder>by(DECODERS)).orElseGet(Decoder.Json::new);
    }

    private static Decoder gzip(Component component) {
        return new Decoder.Gzip(component.requiredChild("decoder").<Decoder>by(INNER));
    }

    private static Decoder items(Component component) {
        String path = component.requiredText("items_path");
        if (path.isEmpty()) {
            throw component.error("items_path", "is empty (expected names of fields joined by dots)");
        }
        return new Decoder.JsonItems(new Decoder.ItemsPath(path), encoding(component));
    }

    private static Decoder csv(Component component) {
        return new Decoder.Csv(
                component.text("encoding").map(name -> encoding(component, name)),
                delimiter(component),
                component.list("set_values_to_none").stream().map(Python::str).collect(Collectors.toUnmodifiableSet()));
    }

    private static TextEncoding encoding(Component component) {
        return encoding(component, component.text("encoding").orElse("utf-8"));
    }

    private static TextEncoding encoding(Component component, String name) {
        return TextEncoding.of(name)
                .orElseThrow(() -> component.error("encoding", "is '" + name + "' (expected the name of an encoding)"));
    }

    /** A delimiter that begins with a backslash is written as an escape sequence. */
    private static char delimiter(Component component) {
        String given =
                component.text("delimiter").filter(text -> !text.isEmpty()).orElse(",");
        String meant = given.startsWith("\\")
                ? Literal.parse("'" + given.replace("'", "\\'") + "'")
                        .map(Python::str)
                        .orElse(given)
                : given;
        if (meant.length() != 1) {
            throw component.error("delimiter", Component.describe(Value.of(given)) + " (expected one character)");
        }
        return meant.charAt(0);
    }
}
