package dev.ingest.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its own certificate for {@code localhost}, made by the JDK's own program.
 *
 * @param file a PKCS #12 store
 */
public record LocalhostKey(Path file) {
    public static final String PASSWORD = "changeit";
    private static final String ALIAS = "localhost";

    /** Writes a new one there, in place of what is there. */
    public static LocalhostKey write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Process keytool = keytool(file).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return new LocalhostKey(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static ProcessBuilder keytool(Path file) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String options = "-genkeypair -keyalg EC -groupname secp256r1 -ext san=dns:localhost"
                + " -validity 30 -storetype PKCS12";
        ProcessBuilder keytool = new ProcessBuilder(program.toString());
        keytool.command().addAll(List.of(options.split(" ")));
        keytool.command().addAll(List.of("-alias", ALIAS, "-storepass", PASSWORD, "-keystore", file.toString()));
        // a name of its own: two that are called alike are taken for one issuer
        keytool.command().addAll(List.of("-dname", "CN=" + file.getFileName()));
        return keytool;
    }

    /** What is in the file now. */
    public Certificate certificate() {
        try {
            return store().getCertificate(ALIAS);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** For a server that shows the certificate. */
    public SSLContext server() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** For a client that trusts this certificate and no other. */
    public SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private KeyStore store() throws GeneralSecurityException {
        try (InputStream bytes = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(bytes, PASSWORD.toCharArray());
            return store;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
