package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs with a shared secret or a private key, as RFC 7518 and RFC 8037 define it. */
final class JwtKeys {
    private JwtKeys() {}

    static byte[] sign(Jwt jwt, String secret, String passphrase, String text) {
        byte[] signed = text.getBytes(StandardCharsets.US_ASCII);
        try {
            return switch (jwt.algorithm()) {
                case HS256 -> mac("HmacSHA256", secret, signed);
                case HS384 -> mac("HmacSHA384", secret, signed);
                case HS512 -> mac("HmacSHA512", secret, signed);
                case RS256 -> plain("SHA256withRSA", PemKeys.key(secret, passphrase, "RSA"), signed);
                case RS384 -> plain("SHA384withRSA", PemKeys.key(secret, passphrase, "RSA"), signed);
                case RS512 -> plain("SHA512withRSA", PemKeys.key(secret, passphrase, "RSA"), signed);
                case PS256 -> pss("SHA-256", 32, PemKeys.key(secret, passphrase, "RSA"), signed);
                case PS384 -> pss("SHA-384", 48, PemKeys.key(secret, passphrase, "RSA"), signed);
                case PS512 -> pss("SHA-512", 64, PemKeys.key(secret, passphrase, "RSA"), signed);
                case ES256 -> plain("SHA256withECDSAinP1363Format", PemKeys.key(secret, passphrase, "EC"), signed);
                case ES384 -> plain("SHA384withECDSAinP1363Format", PemKeys.key(secret, passphrase, "EC"), signed);
                case ES512 -> plain("SHA512withECDSAinP1363Format", PemKeys.key(secret, passphrase, "EC"), signed);
                case EdDSA -> plain("EdDSA", PemKeys.key(secret, passphrase, "EdDSA"), signed);
            };
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            // The cause is left out of the message: it could quote the key.
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    jwt.manifestPath() + ".secret_key: cannot sign with " + jwt.algorithm()
                            + " (expected a key of that algorithm: text for HS, else a private key in PEM)",
                    unusable);
        }
    }

    private static byte[] mac(String algorithm, String secret, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text);
    }

    private static byte[] plain(String algorithm, PrivateKey key, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    private static byte[] pss(String digest, int saltLength, PrivateKey key, byte[] text)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(digest), saltLength, PSSParameterSpec.TRAILER_FIELD_BC));
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }
}
