package dev.ingest.expression;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
            "sha3_256", "SHA3-256",
            "sha3_512", "SHA3-512");

    private CodeFilters() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("hash", CodeFilters::hash);
        all.put("hmac", CodeFilters::hmac);
        all.put("base64encode", CodeFilters::encode);
        // Despite its name it encodes.
        all.put("base64binascii_decode", CodeFilters::encode);
        all.put("base64decode", CodeFilters::decode);
        all.put("urlencode", CodeFilters::urlEncode);
        return all;
    }

    private static Value encode(Arguments arguments) {
        byte[] bytes = arguments.text(0, "value").getBytes(StandardCharsets.UTF_8);
        return Value.of(Base64.getEncoder().encodeToString(bytes));
    }

    private static Value decode(Arguments arguments) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(arguments.text(0, "value"));
            return Value.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException invalid) {
            throw ExpressionException.value("not base64: " + invalid.getMessage());
        }
    }

    private static byte[] bytes(Value value) {
        return Python.str(value).getBytes(StandardCharsets.UTF_8);
    }

    private static Value hash(Arguments arguments) {
        String name = arguments.text(1, "hash_type", "md5");
        String algorithm = DIGESTS.get(name.toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            throw ExpressionException.value("no hash function '" + name + "' (expected one of "
                    + DIGESTS.keySet().stream().sorted().toList() + ")");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes(arguments.target()));
            arguments.optional(2, "salt").filter(Python::truth).ifPresent(salt -> digest.update(bytes(salt)));
            return Value.of(HexFormat.of().formatHex(digest.digest()));
        } catch (GeneralSecurityException missing) {
            throw ExpressionException.value("hash function '" + name + "' is missing: " + missing.getMessage());
        }
    }

    private static Value hmac(Arguments arguments) {
        String name = arguments.text(2, "hash_type", "sha256");
        byte[] key = bytes(arguments.required(1, "key"));
        if (!name.equals("sha256") || key.length == 0) {
            throw ExpressionException.value("hmac with hash '" + name + "' (expected: sha256 and a key)");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Value.of(HexFormat.of().formatHex(mac.doFinal(bytes(arguments.target()))));
        } catch (GeneralSecurityException failed) {
            throw ExpressionException.value("hmac failed: " + failed.getMessage());
        }
    }

    /** A dict becomes a query string, anything else is quoted with its slashes kept. */
    private static Value urlEncode(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Dict(var entries) ->
                Value.of(entries.entrySet().stream()
                        .map(entry -> UrlText.quotePlus(Python.str(entry.getKey())) + "="
                                + UrlText.quotePlus(Python.str(entry.getValue())))
                        .collect(Collectors.joining("&")));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> Value.of(UrlText.quote(Python.str(other), "/"));
        };
    }
}
