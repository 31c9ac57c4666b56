package dev.ingest.scheduler.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates for localhost, made by the JDK's own program: one that the service trusts, and one that it does not know. */
public enum Certificates {
    TRUSTED,
    UNKNOWN;

    private static final String PASSWORD = "changeit";

    private final Path keyStore =
            Path.of("target", "receiver-" + name() + ".p12").toAbsolutePath();

    /** Makes them; returns how the service is told which one it trusts. */
    static Map<String, String> trusted() {
        TRUSTED.make();
        UNKNOWN.make();
        return Map.of(
                "quarkus.tls.webhook.trust-store.p12.path",
                TRUSTED.keyStore.toString(),
                "quarkus.tls.webhook.trust-store.p12.password",
                PASSWORD);
    }

    /** For a server that shows it. */
    public SSLContext server() {
        try (InputStream file = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void make() {
        try {
            Files.createDirectories(keyStore.getParent());
            Files.deleteIfExists(keyStore);
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "receiver",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + name(),
                            "-ext",
                            "san=dns:localhost",
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            keyStore.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
