package dev.ingest.platform.secret;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Secrets in one encrypted file, for one machine. Processes take turns by a lock file; a write replaces the file whole, so a
 * crash leaves the old one or the new one.
 */
final class FileSecretStore implements SecretStore {
    private static final TypeReference<TreeMap<String, Secret>> CONTENT = new TypeReference<>() {};

    private final Path file;
    private final SealedFile sealed;
    private final ObjectMapper json;
    private final ReentrantLock turn = new ReentrantLock();

    FileSecretStore(Path file, Path keyFile, ObjectMapper json) {
        this.file = file;
        this.sealed = new SealedFile(keyFile);
        this.json = json;
    }

    @Override
    public Optional<Secret> read(String tenant, String name) {
        return locked(() -> Optional.ofNullable(load().get(key(tenant, name))));
    }

    @Override
    public void write(String tenant, String name, Map<String, String> values) {
        put(tenant, name, values, version -> true);
    }

    @Override
    public boolean replace(String tenant, String name, long expectedVersion, Map<String, String> values) {
        return put(tenant, name, values, version -> version == expectedVersion);
    }

    @Override
    public void delete(String tenant, String name) {
        locked(() -> {
            TreeMap<String, Secret> secrets = load();
            if (secrets.remove(key(tenant, name)) != null) {
                save(secrets);
            }
            return true;
        });
    }

    private boolean put(String tenant, String name, Map<String, String> values, Predicate<Long> expected) {
        return locked(() -> {
            TreeMap<String, Secret> secrets = load();
            Secret present = secrets.getOrDefault(key(tenant, name), new Secret(0, Map.of()));
            if (!expected.test(present.version())) {
                return false;
            }
            secrets.put(key(tenant, name), new Secret(present.version() + 1, values));
            save(secrets);
            return true;
        });
    }

    private static String key(String tenant, String name) {
        return tenant + "/" + name;
    }

    private TreeMap<String, Secret> load() throws IOException, GeneralSecurityException {
        return Files.exists(file) ? json.readValue(sealed.open(Files.readAllBytes(file)), CONTENT) : new TreeMap<>();
    }

    private void save(TreeMap<String, Secret> secrets) throws IOException, GeneralSecurityException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, sealed.seal(json.writeValueAsBytes(secrets)));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private interface Action<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    /** File locks are per process, so threads take turns first. */
    private <T> T locked(Action<T> action) {
        turn.lock();
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assert held.isValid();
            return action.run();
        } catch (AccessDeniedException refused) {
            throw new IngestException(
                    ErrorCode.PERMISSION_DENIED,
                    "the secret store refuses this service: '%s' must be its user's to read and write"
                            .formatted(refused.getFile()),
                    refused);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IngestException(
                    ErrorCode.UNAVAILABLE, "the secret store %s cannot be used".formatted(file), failure);
        } finally {
            turn.unlock();
        }
    }
}
