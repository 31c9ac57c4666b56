package dev.ingest.connector.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes what {@code Content-Encoding} says (RFC 9110, section 8.4): gzip and deflate, which is all that requests ask for. */
final class ContentEncoding {
    static final String ACCEPTED = "gzip, deflate";

    private ContentEncoding() {}

    static InputStream decoded(ResponseHead head, InputStream body) throws IOException {
        List<String> encodings = head.header("content-encoding").stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("identity"))
                .toList();
        InputStream decoded = body;
        for (String encoding : encodings.reversed()) {
            decoded = decoded(encoding, head, decoded);
        }
        return decoded;
    }

    private static InputStream decoded(String encoding, ResponseHead head, InputStream body) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(body, 2);
        byte[] start = stream.readNBytes(2);
        stream.unread(start);
        if (start.length == 0) {
            return stream;
        }
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(stream);
            case "deflate" -> inflated(stream, start);
            default ->
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        head.request() + " answered in the encoding '" + encoding
                                + "' (expected gzip, deflate or none)");
        };
    }

    /** Servers send deflate with and without the header of zlib (RFC 1950), which begins with a checked pair of bytes. */
    private static InputStream inflated(InputStream body, byte[] start) {
        boolean zlib =
                start.length == 2 && (start[0] & 0x0F) == 8 && ((start[0] & 0xFF) << 8 | start[1] & 0xFF) % 31 == 0;
        Inflater inflater = new Inflater(!zlib);
        return new InflaterInputStream(body, inflater) {
            @Override
            public void close() throws IOException {
                inflater.end();
                super.close();
            }
        };
    }
}
