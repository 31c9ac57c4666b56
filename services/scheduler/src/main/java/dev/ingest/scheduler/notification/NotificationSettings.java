package dev.ingest.scheduler.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How notifications are sent. */
@ConfigMapping(prefix = "ingest.notification")
public interface NotificationSettings {
    /** One attempt, from the name's resolution to the answer's head: whoever hangs longer has not been told. */
    @WithDefault("10s")
    Duration attemptMax();

    /** So long nobody else tries what somebody tries; longer than an attempt, or two attempts may run at once. */
    @WithDefault("60s")
    Duration claim();

    /** How often one notification is tried before it is given up. */
    @WithDefault("6")
    int attemptsMax();

    /** How often in turn a target may fail before it is disabled. */
    @WithDefault("12")
    int failuresMax();

    /** Between the first attempt and the second; it doubles with each failure. */
    @WithDefault("5s")
    Duration backoff();

    /** The longest time between two attempts. */
    @WithDefault("1h")
    Duration backoffMax();

    /** How many may wait for one target before it is disabled. */
    @WithDefault("1000")
    int waitingMax();

    /** How many targets are told at the same time. */
    @WithDefault("32")
    int atOnce();

    /** How many notifications a target gets per tick. */
    @WithDefault("20")
    int perTick();

    /** Where people reach the dashboard: what is told says where in it to go on. Without it, it names the call only. */
    Optional<URI> pageUrl();

    /** How long what was told can be looked at. */
    @WithDefault("30d")
    Duration kept();
}
