package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import dev.ingest.egress.AllowedAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Records that are too large for Kafka, as objects in their tenant's warehouse: under {@code cas/} while they travel, under
 * {@code dead-letters/} once they are kept for good. An object is named after its content, so that writing it again changes
 * nothing but its age. What the store refuses or fails at surfaces as the exception that its client throws.
 */
public final class ClaimStore implements AutoCloseable {
    private static final String TRAVELLING = "cas/";
    private static final String KEPT = "dead-letters/";

    private final FileIO files;
    private final String warehouse;
    private final Runnable closing;

    ClaimStore(FileIO files, String warehouse, Runnable closing) {
        this.files = files;
        this.warehouse = warehouse.replaceFirst("/+$", "") + "/";
        this.closing = closing;
    }

    /**
     * Opens the store of a destination that the platform named. Its catalog is not asked for anything, unless it alone opens files: then they are among
     * those of a table that is there for nothing else.
     */
    public static ClaimStore open(Destination destination, LakeCredentials credentials) {
        return open(destination, credentials, Network.OWN);
    }

    /** Opens the store of a destination that a tenant named; see {@link Lake#open(Destination, LakeCredentials, AllowedAddresses, dev.ingest.lake.index.KeyIndex)}. */
    public static ClaimStore open(Destination destination, LakeCredentials credentials, AllowedAddresses allowed) {
        return open(destination, credentials, new Network(Waits.USUAL, allowed));
    }

    static ClaimStore open(Destination destination, LakeCredentials credentials, Network network) {
        if (destination.opensByCatalog()) {
            Lake lake = Lake.open(destination, credentials, network);
            return lake.claims();
        }
        FileIO files = Catalogs.files(destination, credentials.storage(), network);
        return new ClaimStore(files, destination.warehouse(), files::close);
    }

    FileIO files() {
        return files;
    }

    /** Where it keeps things, without a slash at its end. */
    String folder() {
        return warehouse.substring(0, warehouse.length() - 1);
    }

    /** Stores a record, which is readable when this returns. */
    public Claim put(byte[] record) {
        String sha256 = HexFormat.of().formatHex(sha256().digest(record));
        String uri = warehouse + TRAVELLING + sha256;
        try (OutputStream out = files.newOutputFile(uri).createOrOverwrite()) {
            out.write(record);
        } catch (IOException e) {
            throw new UncheckedIOException("claim %s: cannot be written".formatted(uri), e);
        }
        return new Claim(uri, record.length, sha256);
    }

    /**
     * A record's own bytes.
     *
     * @throws BrokenClaimException when they are gone, or are not those that were claimed
     * @throws IllegalArgumentException for a claim of more than {@code bytesMax}
     */
    public byte[] fetch(Claim claim, int bytesMax) {
        if (claim.length() > bytesMax) {
            throw new IllegalArgumentException(
                    "claim %s: %d bytes (expected: at most %d)".formatted(claim.uri(), claim.length(), bytesMax));
        }
        byte[] record = new byte[Math.toIntExact(claim.length())];
        MessageDigest digest = sha256();
        try (InputStream in = open(claim)) {
            int read = in.readNBytes(record, 0, record.length);
            digest.update(record, 0, read);
            requireSame(claim, read, in.read() >= 0, digest);
        } catch (IOException | NotFoundException | AccessRefusedException e) {
            throw unread(claim, e);
        }
        return record;
    }

    /**
     * Copies what is claimed to where it stays, without holding it; a claim that is kept already stays as it is.
     *
     * @throws BrokenClaimException as {@link #fetch} does
     */
    public Claim keep(Claim claim) {
        String uri = warehouse + KEPT + claim.sha256();
        if (claim.uri().equals(uri)) {
            return claim;
        }
        MessageDigest digest = sha256();
        try (var in = new DigestInputStream(open(claim), digest);
                OutputStream out = files.newOutputFile(uri).createOrOverwrite()) {
            long copied = in.transferTo(out);
            requireSame(claim, copied, false, digest);
        } catch (IOException | NotFoundException | AccessRefusedException e) {
            throw unread(claim, e);
        }
        return new Claim(uri, claim.length(), claim.sha256());
    }

    /**
     * Removes what has travelled for longer than any message that could still name it. Stops when it is late: what is left is
     * removed the next time.
     *
     * @return how many objects
     */
    public int expire(Instant before, BooleanSupplier late) {
        List<String> old = new ArrayList<>();
        for (FileInfo file : ((SupportsPrefixOperations) files).listPrefix(warehouse + TRAVELLING)) {
            if (late.getAsBoolean()) {
                break;
            }
            if (file.createdAtMillis() < before.toEpochMilli()) {
                old.add(file.location());
            }
        }
        int removed = 0;
        while (removed < old.size() && !late.getAsBoolean()) {
            files.deleteFile(old.get(removed++));
        }
        return removed;
    }

    @Override
    public void close() {
        closing.run();
    }

    /** Whoever sends envelopes could name any object that this store's rights reach: only the two folders are read. */
    private InputStream open(Claim claim) {
        if (!Arrays.asList(warehouse + TRAVELLING + claim.sha256(), warehouse + KEPT + claim.sha256())
                .contains(claim.uri())) {
            throw new BrokenClaimException(claim, "not in the tenant's own warehouse " + warehouse);
        }
        return files.newInputFile(claim.uri()).newStream();
    }

    private static void requireSame(Claim claim, long bytes, boolean more, MessageDigest digest) {
        if (bytes != claim.length() || more) {
            throw new BrokenClaimException(claim, more ? "more bytes" : bytes + " bytes");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(claim.sha256())) {
            throw new BrokenClaimException(claim, "bytes with sha256 " + found);
        }
    }

    private RuntimeException unread(Claim claim, Exception cause) {
        return switch (cause) {
            case NotFoundException gone -> new BrokenClaimException(claim, "missing", gone);
            case AccessRefusedException refused
            when !listed(claim) -> new BrokenClaimException(claim, "missing", refused);
            case RuntimeException other -> other;
            case IOException e -> new UncheckedIOException("claim %s: cannot be read".formatted(claim.uri()), e);
            case Exception never -> new IllegalStateException(never);
        };
    }

    /** S3 refuses to say that an object is missing to whoever may list a part of the bucket only; in that part it lists. */
    private boolean listed(Claim claim) {
        for (FileInfo file : ((SupportsPrefixOperations) files).listPrefix(claim.uri())) {
            if (file.location().equals(claim.uri())) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
