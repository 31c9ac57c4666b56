package dev.ingest.local.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * The passwords of the local stack: made at random on first use, kept in the state folder for its owner only, one file each,
 * and never written anywhere else.
 */
public final class Keys {
    /** 192 bits: more than anyone guesses, short enough for every part's limits. */
    private static final int RANDOM_BYTES = 24;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    public Keys(Home home) {
        this.folder = home.keys();
    }

    /** The password with this name, the same one for as long as the state folder lives. */
    public String password(String name) {
        return stored(name, () -> Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(RANDOM_BYTES)));
    }

    /** Where the key with this name is, or will be once its user makes it. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** What is kept under this name, made by {@code maker} the first time. */
    public String stored(String name, Supplier<String> maker) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                OwnerOnly.write(file, maker.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new LocalFailure("cannot keep the key " + file + ": " + e.getMessage(), e);
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
