package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens signed with private keys, checked with their public ones. */
class JwtTest {
    private static final Answer ONE = Answer.json("{\"data\":[{\"id\":1}]}");
    private static final SliceResult READ = new SliceResult.Completed(Optional.empty(), 1, 1);

    /** Bytes before the key itself in the PKCS #8 form of an RSA key of 2048 bits. */
    private static final int RSA_WRAPPING = 26;

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        return keys.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec(curve));
        return keys.generateKeyPair();
    }

    private static String pem(String form, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + form + "-----\n" + text + "\n-----END " + form + "-----\n";
    }

    private static Yaml signing(String algorithm) {
        return Yaml.stream().requester("""
                authenticator:
                  type: JwtAuthenticator
                  algorithm: %s
                  secret_key: "{{ config['secret'] }}"
                  passphrase: "{{ config['pass'] }}"
                  header_prefix: Bearer
                  jwt_payload: { iss: me }
                """.formatted(algorithm));
    }

    private static String sent(String algorithm, String secret) {
        try (TestApi api = TestApi.answering(request -> ONE)) {
            assertThat(new Reading(api, signing(algorithm))
                            .with("secret", secret)
                            .with("pass", "open sesame")
                            .read())
                    .isEqualTo(READ);
            String header = String.valueOf(api.requests().getFirst().headers().get("authorization"));
            assertThat(header).startsWith("Bearer ");
            return header.substring("Bearer ".length());
        }
    }

    private static void assertSigned(String token, Signature check) throws GeneralSecurityException {
        String[] parts = token.split("\\.");
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .startsWith("{\"iss\":\"me\",");
    }

    private static Signature checking(String algorithm, KeyPair keys) throws GeneralSecurityException {
        Signature check = Signature.getInstance(algorithm);
        check.initVerify(keys.getPublic());
        return check;
    }

    @ParameterizedTest
    @CsvSource({"RS256, SHA256withRSA", "RS384, SHA384withRSA", "RS512, SHA512withRSA"})
    void rsaSignaturesAreTheirKeys(String algorithm, String signature) throws GeneralSecurityException {
        KeyPair keys = rsa();

        assertSigned(sent(algorithm, pem("PRIVATE KEY", keys.getPrivate().getEncoded())), checking(signature, keys));
    }

    @ParameterizedTest
    @CsvSource({"PS256, SHA-256, 32", "PS384, SHA-384, 48", "PS512, SHA-512, 64"})
    void pssSignaturesHaveASaltAsLongAsTheirHash(String algorithm, String hash, int salt)
            throws GeneralSecurityException {
        KeyPair keys = rsa();
        Signature check = checking("RSASSA-PSS", keys);
        check.setParameter(new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), salt, PSSParameterSpec.TRAILER_FIELD_BC));

        assertSigned(sent(algorithm, pem("PRIVATE KEY", keys.getPrivate().getEncoded())), check);
    }

    @ParameterizedTest
    @CsvSource({"ES256, secp256r1, SHA256", "ES384, secp384r1, SHA384", "ES512, secp521r1, SHA512"})
    void ellipticSignaturesAreTwoNumbersSideBySide(String algorithm, String curve, String hash)
            throws GeneralSecurityException {
        KeyPair keys = ec(curve);

        assertSigned(
                sent(algorithm, pem("PRIVATE KEY", keys.getPrivate().getEncoded())),
                checking(hash + "withECDSAinP1363Format", keys));
    }

    @Test
    void edwardsSignaturesAreTheirKeys() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertSigned(sent("EdDSA", pem("PRIVATE KEY", keys.getPrivate().getEncoded())), checking("EdDSA", keys));
    }

    @Test
    void keysComeInTheirOldFormAndWithLineBreaksSpelledOut() throws GeneralSecurityException {
        KeyPair keys = rsa();
        byte[] encoded = keys.getPrivate().getEncoded();
        String old = pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, RSA_WRAPPING, encoded.length));

        assertSigned(sent("RS256", old), checking("SHA256withRSA", keys));
        assertSigned(sent("RS256", old.replace("\n", "\\n")), checking("SHA256withRSA", keys));
    }

    private static byte[] encrypted(KeyPair keys, String passphrase) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray())));
        byte[] key = cipher.doFinal(keys.getPrivate().getEncoded());
        // The name that stands in such a key.
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, key).getEncoded();
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() throws GeneralSecurityException, IOException {
        KeyPair keys = ec("secp256r1");

        assertSigned(
                sent("ES256", pem("ENCRYPTED PRIVATE KEY", encrypted(keys, "open sesame"))),
                checking("SHA256withECDSAinP1363Format", keys));
        try (TestApi api = TestApi.answering(request -> ONE)) {
            SliceResult.Failed failed = Reading.failed(
                    new Reading(api, signing("ES256"))
                            .with("secret", pem("ENCRYPTED PRIVATE KEY", encrypted(keys, "another")))
                            .with("pass", "open sesame")
                            .read(),
                    ReadException.Kind.CONFIG);
            assertThat(failed.message()).contains("secret_key: cannot sign with ES256");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void aKeyOfAnotherKindIsNamed() throws GeneralSecurityException {
        String secret = pem("PRIVATE KEY", rsa().getPrivate().getEncoded());
        try (TestApi api = TestApi.answering(request -> ONE)) {
            assertThat(Reading.failed(
                                    new Reading(api, signing("ES256"))
                                            .with("secret", secret)
                                            .with("pass", "")
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .contains("cannot sign with ES256")
                    .doesNotContain("BEGIN");
        }
    }

    @Test
    void aSignedTokenVouchesForATokenRequest() throws GeneralSecurityException {
        KeyPair keys = rsa();
        Yaml manifest = Yaml.stream().requester("""
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: "{{ config['url'] }}/token"
                  grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer"
                  use_profile_assertion: true
                  profile_assertion:
                    type: JwtAuthenticator
                    algorithm: RS256
                    secret_key: "{{ config['secret'] }}"
                    jwt_payload: { iss: me, aud: you }
                """);
        try (TestApi api = TestApi.answering(request ->
                request.path().equals("/token") ? Answer.json("{\"access_token\":\"t1\",\"expires_in\":3600}") : ONE)) {
            assertThat(new Reading(api, manifest)
                            .with("secret", pem("PRIVATE KEY", keys.getPrivate().getEncoded()))
                            .read())
                    .isEqualTo(READ);

            Request asked = api.requests().getFirst();
            String[] fields = asked.body().split("&");
            assertThat(fields).contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
            String assertion = Arrays.stream(fields)
                    .filter(field -> field.startsWith("assertion="))
                    .findFirst()
                    .orElseThrow()
                    .substring("assertion=".length());
            assertSigned(assertion, checking("SHA256withRSA", keys));
            assertThat(api.requests().getLast().headers()).containsEntry("authorization", "Bearer t1");
        }
    }
}
