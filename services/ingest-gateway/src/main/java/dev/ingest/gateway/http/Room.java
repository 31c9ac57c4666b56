package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.Identity;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room of this pod. A post is in it from the first byte of its body to its answer, within the share of its token and of its
 * tenant, so that none of them takes the others' room, however slowly its bodies come. Only posts that have come in whole are let in
 * to be handled, so many at once; one more is told to come back, for each waits with its records in memory. Thread-safe.
 */
final class Room {
    /** Parts that are kept beyond those in use; more are looked through for empty ones. */
    private static final int PARTS_MAX = 100_000;

    private final Limits limits;
    private final Semaphore free;
    private final AtomicLong bytes = new AtomicLong();
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    /** Made once, and without a trace worth the name: whoever is told this is to cost as little as can be. */
    private final IngestException full;

    /**
     * @param handled posts at once that have come in whole
     * @param bytes of the bodies of all posts
     * @param ofTenant what one tenant may have of it
     * @param ofHolder what one token or user may have of it
     */
    record Limits(int handled, long bytes, Share ofTenant, Share ofHolder) {
        static Limits of(GatewaySettings settings) {
            GatewaySettings.RoomForPosts room = settings.room();
            return new Limits(
                    settings.maxInFlight(),
                    room.bytes().asLongValue(),
                    new Share(room.tenantPosts(), room.tenantBytes().asLongValue()),
                    new Share(room.tokenPosts(), room.tokenBytes().asLongValue()));
        }
    }

    /**
     * @param posts at once
     * @param bytes of their bodies
     */
    record Share(int posts, long bytes) {}

    Room(Limits limits) {
        this.limits = limits;
        this.free = new Semaphore(limits.handled());
        this.full = new IngestException(
                ErrorCode.UNAVAILABLE, "%d posts are being handled already".formatted(limits.handled()));
    }

    /** What is taken of a share. One that was just dropped as empty may be counted apart from its successor, for one post. */
    static final class Part {
        private final AtomicInteger posts = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        boolean isEmpty() {
            return posts.get() == 0;
        }
    }

    /** Nothing while there is room for a post to be handled; otherwise what one more is told. */
    Optional<IngestException> refusal() {
        return free.availablePermits() > 0 ? Optional.empty() : Optional.of(full);
    }

    /**
     * Lets a post's body come in.
     *
     * @param length of the body, as far as it has said; what comes beyond it has to {@link Stay#grow}
     * @throws IngestException {@code RATE_LIMITED} if its token or tenant has its share already, {@code UNAVAILABLE} if all have
     *     taken all the room there is for bodies
     */
    Stay enter(Identity caller, long length) {
        var stay = new Stay(this, part(caller.tenant()), part(caller.holder()));
        stay.enter(length);
        return stay;
    }

    private Part part(String key) {
        Part known = parts.get(key);
        if (known != null) {
            return known;
        }
        if (parts.size() >= PARTS_MAX) {
            parts.values().removeIf(Part::isEmpty);
        }
        return parts.computeIfAbsent(key, fresh -> new Part());
    }

    void addPost(Part tenant, Part holder) {
        boolean ofHolder = holder.posts.incrementAndGet() <= limits.ofHolder().posts();
        boolean ofTenant = tenant.posts.incrementAndGet() <= limits.ofTenant().posts();
        if (!ofHolder || !ofTenant) {
            removePost(tenant, holder);
            throw ofHolder
                    ? tooMany("posts", "tenant", limits.ofTenant().posts())
                    : tooMany("posts", "token", limits.ofHolder().posts());
        }
    }

    void removePost(Part tenant, Part holder) {
        holder.posts.decrementAndGet();
        tenant.posts.decrementAndGet();
    }

    /** A body that is alone always fits, or one that is greater than the share would never come in. */
    void addBytes(Part tenant, Part holder, long more) {
        long ofHolder = holder.bytes.addAndGet(more);
        long ofTenant = tenant.bytes.addAndGet(more);
        long all = bytes.addAndGet(more);
        boolean alone = holder.posts.get() <= 1;
        if (ofHolder > limits.ofHolder().bytes() && !alone) {
            throw removed(
                    tenant,
                    holder,
                    more,
                    tooMany("bytes", "token", limits.ofHolder().bytes()));
        }
        if (ofTenant > limits.ofTenant().bytes() && !(alone && tenant.posts.get() <= 1)) {
            throw removed(
                    tenant,
                    holder,
                    more,
                    tooMany("bytes", "tenant", limits.ofTenant().bytes()));
        }
        if (all > limits.bytes() && all > more) {
            throw removed(
                    tenant,
                    holder,
                    more,
                    new IngestException(
                            ErrorCode.UNAVAILABLE,
                            "%d bytes of posts are here already, or on their way".formatted(limits.bytes())));
        }
    }

    private IngestException removed(Part tenant, Part holder, long more, IngestException refusal) {
        removeBytes(tenant, holder, more);
        return refusal;
    }

    void removeBytes(Part tenant, Part holder, long fewer) {
        holder.bytes.addAndGet(-fewer);
        tenant.bytes.addAndGet(-fewer);
        bytes.addAndGet(-fewer);
    }

    private static IngestException tooMany(String what, String whose, long max) {
        return new IngestException(
                ErrorCode.RATE_LIMITED,
                "more than %d %s of this %s are here or on their way (expected: at most that at once)"
                        .formatted(max, what, whose));
    }

    void admit() {
        if (!free.tryAcquire()) {
            throw full;
        }
    }

    void release() {
        free.release();
    }
}
