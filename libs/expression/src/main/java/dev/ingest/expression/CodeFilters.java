package dev.ingest.expression;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Filters that encode and digest. */
final class CodeFilters {
    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5",
            "sha1", "SHA-1",
            "sha224", "SHA-224",
            "sha256", "SHA-256",
            "sha384", "SHA-384",
            "sha512", "SHA-512",
            "sha3_224", "SHA3-224",
            "sha3_256", "SHA3-256",
            "sha3_384", "SHA3-384",
            "sha3_512", "SHA3-512");

    private CodeFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "hash value hash_type? salt?", CodeFilters::hash);
        Builtins.add(all, "hmac value key hash_type?", CodeFilters::hmac);
        Builtins.add(all, "base64encode value", arguments -> encode(text(arguments)));
        // Despite its name it encodes.
        Builtins.add(all, "base64binascii_decode value", CodeFilters::encodeAscii);
        Builtins.add(all, "base64decode value", CodeFilters::decode);
        Builtins.add(all, "urlencode value", CodeFilters::urlEncode);
        return all;
    }

    /** Python asks the value for its bytes, which only texts have: another value is no type error. */
    private static String text(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Str(var text) -> text;
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other ->
                throw ExpressionException.value(arguments.function() + " wants text, not " + Python.typeName(other));
        };
    }

    private static Value encode(String text) {
        return Value.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Value encodeAscii(Arguments arguments) {
        String text = text(arguments);
        if (text.chars().anyMatch(c -> c > 127)) {
            throw ExpressionException.value("text has characters that are not ASCII");
        }
        return encode(text);
    }

    /** Characters outside the alphabet are skipped, as Python does; padding must be right, and the bytes UTF-8. */
    private static Value decode(Arguments arguments) {
        StringBuilder digits = new StringBuilder();
        for (char c : text(arguments).toCharArray()) {
            boolean padding = c == '=';
            if (padding && digits.length() % 4 >= 2) {
                digits.append("==", 0, 4 - digits.length() % 4);
                break;
            }
            if (!padding && (c < 128 && Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
                digits.append(c);
            }
        }
        if (digits.length() % 4 != 0 || !isPadded(text(arguments), digits.toString())) {
            throw ExpressionException.value("not base64: incorrect padding");
        }
        byte[] bytes = Base64.getDecoder().decode(lenient(digits.toString()));
        try {
            return Value.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException invalid) {
            throw ExpressionException.value("base64 of bytes that are not UTF-8", invalid);
        }
    }

    private static boolean isPadded(String text, String digits) {
        long needed = digits.chars().filter(c -> c == '=').count();
        return text.chars().filter(c -> c == '=').count() >= needed;
    }

    /** Java refuses bits that no byte uses; Python drops them. */
    private static String lenient(String digits) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int end = digits.indexOf('=');
        if (end < 1) {
            return digits;
        }
        int mask = digits.length() - end == 2 ? 0x30 : 0x3c;
        char last = alphabet.charAt(alphabet.indexOf(digits.charAt(end - 1)) & mask);
        return digits.substring(0, end - 1) + last + digits.substring(end);
    }

    private static byte[] bytes(Value value) {
        return Python.str(value).getBytes(StandardCharsets.UTF_8);
    }

    private static Value hash(Arguments arguments) {
        String name = arguments.text(1, "hash_type", "md5");
        String algorithm = DIGESTS.get(name);
        if (algorithm == null) {
            throw ExpressionException.value("No hashing function named '" + name + "' (expected one of "
                    + DIGESTS.keySet().stream().sorted().toList() + ")");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes(arguments.target()));
            arguments.optional(2, "salt").filter(Python::truth).ifPresent(salt -> digest.update(bytes(salt)));
            return Value.of(HexFormat.of().formatHex(digest.digest()));
        } catch (GeneralSecurityException missing) {
            throw ExpressionException.value("hash function '" + name + "' is missing", missing);
        }
    }

    private static Value hmac(Arguments arguments) {
        Value type = arguments.optional(2, "hash_type").orElse(Value.of("sha256"));
        if (!type.equals(Value.of("sha256"))) {
            throw ExpressionException.value(
                    "Hash type " + Python.repr(type) + " is not allowed. Allowed types: sha256");
        }
        byte[] key = bytes(arguments.required(1, "key"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // An empty key is padded with zeros, of which Java's key needs at least one.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return Value.of(HexFormat.of().formatHex(mac.doFinal(bytes(arguments.target()))));
        } catch (GeneralSecurityException failed) {
            throw ExpressionException.value("hmac failed", failed);
        }
    }

    /** Pairs become a query string, anything else is quoted with its slashes kept. */
    private static Value urlEncode(Arguments arguments) {
        Value value = arguments.target();
        if (value instanceof Value.Str || !Python.isIterable(value)) {
            return Value.of(UrlText.quote(Python.str(value), "/"));
        }
        List<String> parts = new ArrayList<>();
        List<Value> pairs = value instanceof Value.Dict(var entries)
                ? new View(View.Kind.ITEMS, entries).elements().orElseThrow()
                : arguments.elements();
        for (Value pair : pairs) {
            List<Value> both = Python.iterate(pair, arguments.evaluation());
            if (both.size() != 2) {
                throw ExpressionException.value("expected 2 values to unpack, found " + both.size());
            }
            parts.add(UrlText.quotePlus(Python.str(both.getFirst())) + "="
                    + UrlText.quotePlus(Python.str(both.getLast())));
        }
        return Value.of(String.join("&", parts));
    }
}
