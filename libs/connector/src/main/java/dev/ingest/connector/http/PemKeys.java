package dev.ingest.connector.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys in PEM: PKCS #8 (RFC 7468), also encrypted; the older forms of RSA (RFC 8017) and EC (RFC 5915) keys, which are wrapped
 * into it. Old forms with encryption of their own (RFC 1421) are not readable by the JDK.
 */
final class PemKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int OID = 0x06;
    private static final int CURVE = 0xA0;

    private PemKeys() {}

    /** @param passphrase of an encrypted key, else empty */
    static PrivateKey key(String text, String passphrase, String algorithm) throws GeneralSecurityException {
        // Keys often arrive through forms that write line breaks as a backslash and an n.
        Matcher pem = PEM.matcher(text.replace("\\n", "\n"));
        if (!pem.find()) {
            throw new InvalidKeySpecException("no private key in PEM");
        }
        if (pem.group(2).contains("DEK-Info")) {
            throw new InvalidKeySpecException("encrypted in the old form; convert it to PKCS #8");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        KeyFactory keys = KeyFactory.getInstance(algorithm);
        return switch (pem.group(1)) {
            case "PRIVATE KEY" -> keys.generatePrivate(new PKCS8EncodedKeySpec(der));
            case "ENCRYPTED PRIVATE KEY" -> keys.generatePrivate(decrypted(der, passphrase));
            case "RSA PRIVATE KEY" ->
                keys.generatePrivate(
                        new PKCS8EncodedKeySpec(der(SEQUENCE, VERSION_0, RSA_ALGORITHM, der(OCTETS, der))));
            case "EC PRIVATE KEY" ->
                keys.generatePrivate(new PKCS8EncodedKeySpec(
                        der(SEQUENCE, VERSION_0, der(SEQUENCE, EC_OID, der(OID, curve(der))), der(OCTETS, der))));
            default -> throw new InvalidKeySpecException("a key of the form " + pem.group(1));
        };
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, String passphrase) throws GeneralSecurityException {
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            // For PBES2 the name stands in the parameters.
            String algorithm = encrypted.getAlgParameters() == null
                    ? encrypted.getAlgName()
                    : encrypted.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray())),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } catch (IOException invalid) {
            throw new InvalidKeySpecException("not an encrypted key", invalid);
        }
    }

    /** The curve's name inside an EC key: what its field [0] holds. */
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        int at = contentAt(key, 0);
        while (at < key.length) {
            int content = contentAt(key, at);
            int length = lengthAt(key, at);
            if ((key[at] & 0xFF) == CURVE && key[content] == OID) {
                byte[] curve = new byte[lengthAt(key, content)];
                System.arraycopy(key, contentAt(key, content), curve, 0, curve.length);
                return curve;
            }
            at = content + length;
        }
        throw new InvalidKeySpecException("does not name its curve");
    }

    private static int lengthAt(byte[] der, int at) throws InvalidKeySpecException {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        if (length < 0 || length > der.length) {
            throw new InvalidKeySpecException("not a key");
        }
        return length;
    }

    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (byte[] part : parts) {
                content.write(part);
            }
            out.write(tag);
            int length = content.size();
            if (length >= 0x10000) {
                out.write(new byte[] {(byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length});
            } else if (length >= 0x80) {
                out.write(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
            } else {
                out.write(length);
            }
            out.write(content.toByteArray());
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
