package dev.ingest.platform.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How fresh configuration has to be. */
@ConfigMapping(prefix = "ingest.control")
public interface ControlSettings {
    /**
     * Configuration younger than this is used without asking. Older one is used while it is asked for; when it is twice as old, for
     * want of use, whoever asks waits: a change takes at most twice this long to be seen.
     */
    @WithDefault("2S")
    Duration maxAge();

    /**
     * Longest that a caller waits for what is not known, or was not asked for in a while; a control plane that is silent costs no more.
     * Then what is known serves, and without it the call is refused with 503.
     */
    @WithDefault("5S")
    Duration waitMax();

    /**
     * Longest that what is known of a token, or of a user who signs with a key, serves while the control plane is away; then calls
     * with it are refused with 503. One that is revoked meanwhile works for as long.
     */
    @WithDefault("15M")
    Duration staleTokenMax();

    /** Most answers kept; the least recently used goes first, and is asked for again. */
    @WithDefault("10000")
    int cacheEntries();
}
