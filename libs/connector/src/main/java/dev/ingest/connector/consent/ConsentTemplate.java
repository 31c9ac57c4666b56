package dev.ingest.connector.consent;

import dev.ingest.connector.http.ReadException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The small language of consent addresses, which is not that of the rest of a manifest: {@code {{ name }}} is a value,
 * {@code {{ text | function }}} applies a function, and both nest. Functions: urlEncoder, urlDecoder, base64Encoder,
 * base64Decoder, codeChallengeS256 (RFC 7636). Values are never read as templates again.
 */
final class ConsentTemplate {
    private static final int MAX_NESTING = 20;

    private final String source;
    private final Map<String, String> values;
    private int at;

    private ConsentTemplate(String source, Map<String, String> values) {
        this.source = source;
        this.values = values;
    }

    /** @throws ReadException of kind CONFIG, naming what is not known; it holds no value */
    static String render(String source, Map<String, String> values) {
        ConsentTemplate template = new ConsentTemplate(source, values);
        StringBuilder rendered = new StringBuilder();
        while (template.at < source.length()) {
            if (template.opens()) {
                rendered.append(template.expression(1));
            } else {
                rendered.append(source.charAt(template.at++));
            }
        }
        return rendered.toString();
    }

    private boolean opens() {
        return source.startsWith("{{", at);
    }

    /** From the opening braces to the closing ones. */
    private String expression(int depth) {
        if (depth > MAX_NESTING) {
            throw invalid("nests deeper than " + MAX_NESTING + " levels");
        }
        at += 2;
        StringBuilder content = new StringBuilder();
        boolean nested = false;
        while (at < source.length() && !source.startsWith("}}", at)) {
            if (opens()) {
                content.append(expression(depth + 1));
                nested = true;
            } else if (source.charAt(at) == '|') {
                at++;
                return function(content.toString().strip(), nested);
            } else {
                content.append(source.charAt(at++));
            }
        }
        close();
        return value(content.toString().strip(), nested);
    }

    private void close() {
        if (!source.startsWith("}}", at)) {
            throw invalid("ends before its closing braces");
        }
        at += 2;
    }

    private String value(String name, boolean nested) {
        String value = values.get(name);
        if (value == null && !nested) {
            throw invalid("asks for '" + name + "' (expected one of "
                    + values.keySet().stream().sorted().toList() + ")");
        }
        // What an inner expression gave stands for itself, unless it is the name of a value.
        return value == null ? name : value;
    }

    private String function(String operand, boolean nested) {
        int end = source.indexOf("}}", at);
        String name = end < 0 ? "" : source.substring(at, end).strip();
        at = Math.max(end, at);
        close();
        String text = nested ? operand : values.getOrDefault(operand, operand);
        return switch (name) {
            case "urlEncoder" -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            case "urlDecoder" -> URLDecoder.decode(text, StandardCharsets.UTF_8);
            case "base64Encoder" -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case "base64Decoder" -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            case "codeChallengeS256" -> challenge(text);
            default -> throw invalid("uses the unknown function '" + name + "'");
        };
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private ReadException invalid(String problem) {
        return new ReadException(ReadException.Kind.CONFIG, "the consent's template \"" + source + "\" " + problem);
    }
}
