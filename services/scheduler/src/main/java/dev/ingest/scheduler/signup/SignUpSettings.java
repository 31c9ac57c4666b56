package dev.ingest.scheduler.signup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How many may sign up: the call is public. */
@ConfigMapping(prefix = "ingest.sign-ups")
public interface SignUpSettings {
    /** Sign-ups of one address (of one /64 network, where it is IPv6) in an hour, at one process; the next is refused with 429. */
    @WithDefault("10")
    int perAddressAndHour();

    /** Sign-ups of everybody in an hour; the next is refused with 429. */
    @WithDefault("500")
    int perHour();

    /** Sign-ups that nobody has decided; the next is refused with 429. */
    @WithDefault("10000")
    int open();

    /** Addresses, or ranges, of the proxies in front: what they write into {@code X-Forwarded-For} is where a call comes from. */
    Optional<List<String>> trustedProxies();
}
