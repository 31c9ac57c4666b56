package dev.ingest.local.services;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time caches: loaded and linked classes of a service, recorded on its first run and written when that run
 * ends. A cache belongs to the very files and the JVM it was made with; its name says which, and another one is never used.
 */
public final class StartupCaches {
    private static final String PROOF = ".good";
    private static final int NAME_DIGITS = 16;

    // The JVM comments on what its caches could not hold, which helps nobody here.
    private static final String QUIET = "-Xlog:disable";
    private static final String ERRORS = "-Xlog:all=error:stderr";

    private final Path folder;
    private final boolean enabled;
    private final Map<Service, Path> recording = new ConcurrentHashMap<>();

    StartupCaches(Path folder, boolean enabled) {
        this.folder = folder;
        this.enabled = enabled;
    }

    /** The JVM flags that use the cache of this application, or make it. */
    List<String> flags(Service service, Path application) {
        if (!enabled) {
            return List.of();
        }
        Path cache = cacheOf(service, application);
        if (Files.exists(cache) && Files.exists(proofOf(cache))) {
            return List.of("-XX:AOTCache=" + cache, QUIET, ERRORS);
        }
        removeAll(service);
        recording.put(service, cache);
        return List.of("-XX:AOTCacheOutput=" + cache, QUIET, ERRORS);
    }

    /** What this run records is worth keeping: the service came up. A run that failed records too little. */
    void cameUp(Service service) {
        Path cache = recording.get(service);
        if (cache != null) {
            try {
                Files.writeString(proofOf(cache), "");
            } catch (IOException e) {
                throw new LocalFailure("cannot write beside " + cache + ": " + e.getMessage(), e);
            }
        }
    }

    /** Whether a run that ends now has caches to write in this folder, which takes a while. */
    public static boolean areDue(Path folder) {
        try (DirectoryStream<Path> proofs = Files.newDirectoryStream(folder, "*" + PROOF)) {
            for (Path proof : proofs) {
                String name = proof.getFileName().toString();
                if (!Files.exists(folder.resolve(name.substring(0, name.length() - PROOF.length())))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new LocalFailure("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }

    private void removeAll(Service service) {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, service.label() + "-*")) {
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot remove old caches from " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path proofOf(Path cache) {
        return cache.resolveSibling(cache.getFileName() + PROOF);
    }

    private Path cacheOf(Service service, Path application) {
        return folder.resolve(service.label() + "-" + fingerprint(application) + ".aot");
    }

    private static String fingerprint(Path application) {
        try (Stream<Path> files = Files.walk(application)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String identity = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
                digest.update(identity.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + application + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
