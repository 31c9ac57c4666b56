package dev.ingest.connector.manifest;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text encoding by one of the names Python knows it by.
 *
 * @param skipsMark whether a byte order mark at the beginning is no part of the text
 */
public record TextEncoding(Charset charset, boolean skipsMark) {
    public static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, false);

    static Optional<TextEncoding> of(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        if (plain.equals("utf-8-sig")) {
            return Optional.of(new TextEncoding(StandardCharsets.UTF_8, true));
        }
        String joined = plain.replace("-", "");
        for (String candidate : List.of(plain, joined, plain.replaceFirst("-(le|be)$", "$1"))) {
            Optional<Charset> charset = find(candidate);
            if (charset.isPresent()) {
                return charset.map(found -> new TextEncoding(found, false));
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> find(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }
}
