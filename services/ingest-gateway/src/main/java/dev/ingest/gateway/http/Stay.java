package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;

/**
 * What one post holds of the {@link Room}: it arrives, is admitted when it has come in whole, is handled, and leaves. Whoever handles
 * it lets it leave; until then the end of its call does. Thread-safe.
 */
final class Stay {
    private final Room room;
    private final Room.Part tenant;
    private final Room.Part holder;
    private long bytes;
    private State state = State.ARRIVING;

    private enum State {
        ARRIVING,
        ADMITTED,
        HANDLED,
        GONE
    }

    Stay(Room room, Room.Part tenant, Room.Part holder) {
        this.room = room;
        this.tenant = tenant;
        this.holder = holder;
    }

    void enter(long length) {
        room.addPost(tenant, holder);
        try {
            room.addBytes(tenant, holder, length);
            bytes = length;
        } catch (IngestException refused) {
            room.removePost(tenant, holder);
            throw refused;
        }
    }

    /** Takes room for more bytes; throws as {@link Room#enter} does. */
    synchronized void grow(long more) {
        if (state != State.GONE) {
            room.addBytes(tenant, holder, more);
            bytes += more;
        }
    }

    /** The body is there: throws {@code UNAVAILABLE} if as many posts as may are being handled. */
    synchronized void admit() {
        if (state == State.GONE) {
            throw gone();
        }
        room.admit();
        state = State.ADMITTED;
    }

    /** From now on it leaves when whoever handles it says so. */
    synchronized void handle() {
        if (state == State.GONE) {
            throw gone();
        }
        state = State.HANDLED;
    }

    /** The call is over: leaves, unless it is being handled. */
    synchronized void end() {
        if (state != State.HANDLED) {
            leave();
        }
    }

    synchronized void leave() {
        if (state == State.GONE) {
            return;
        }
        if (state != State.ARRIVING) {
            room.release();
        }
        state = State.GONE;
        room.removeBytes(tenant, holder, bytes);
        room.removePost(tenant, holder);
    }

    private static IngestException gone() {
        return new IngestException(ErrorCode.INVALID_ARGUMENT, "the caller has gone");
    }
}
