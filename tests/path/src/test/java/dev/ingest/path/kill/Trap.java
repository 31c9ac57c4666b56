package dev.ingest.path.kill;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Waits for the n-th request of a kind, whichever way it comes, and kills whoever makes it. */
final class Trap {
    private static final Runnable NOBODY = () -> {};
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    /** Requests that a failure is told with. */
    private static final int SEEN_MAX = 200;

    private final Deque<String> seen = new ArrayDeque<>();
    private Pattern request = NOTHING;
    private Moment moment = Moment.SENT;
    private int left;
    private boolean sprung;
    private Runnable kill = NOBODY;

    /**
     * Sets it anew.
     *
     * @param n which of the requests that are like this one, from 1
     * @param kill returns when the process is dead
     */
    synchronized void set(Pattern like, Moment when, int n, Runnable kill) {
        request = like;
        moment = when;
        left = n;
        sprung = false;
        this.kill = kill;
        seen.clear();
    }

    /** Lets everything pass. */
    synchronized void clear() {
        set(NOTHING, Moment.SENT, 0, NOBODY);
    }

    synchronized boolean hasSprung() {
        return sprung;
    }

    /** What was asked since it was set. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    /** A request comes by; answers when whoever makes it is to die, if at all. */
    synchronized Optional<Moment> meets(String asked) {
        if (seen.size() == SEEN_MAX) {
            seen.removeFirst();
        }
        seen.addLast(asked.lines().findFirst().orElse("").strip());
        if (!request.matcher(asked).find()) {
            return Optional.empty();
        }
        left--;
        return left == 0 ? Optional.of(moment) : Optional.empty();
    }

    /** The moment has come. */
    synchronized void springs() {
        kill.run();
        sprung = true;
    }
}
