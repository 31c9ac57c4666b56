package dev.ingest.connector.http;

import dev.ingest.egress.AllowedAddresses;
import java.time.Clock;
import java.util.Optional;

/**
 * What a session is made of.
 *
 * @param credentials where rotated tokens are kept; without it they live as long as the session
 */
public record SessionOptions(
        Clock clock,
        Sleeper sleeper,
        ReadLimits limits,
        AllowedAddresses allowed,
        Optional<CredentialStore> credentials) {
    /** With the default limits, for public addresses only. */
    public static SessionOptions of(Clock clock) {
        return new SessionOptions(clock, Thread::sleep, ReadLimits.DEFAULT, AllowedAddresses.NONE, Optional.empty());
    }

    public SessionOptions withSleeper(Sleeper given) {
        return new SessionOptions(clock, given, limits, allowed, credentials);
    }

    public SessionOptions withLimits(ReadLimits given) {
        return new SessionOptions(clock, sleeper, given, allowed, credentials);
    }

    public SessionOptions withAllowed(AllowedAddresses given) {
        return new SessionOptions(clock, sleeper, limits, given, credentials);
    }

    public SessionOptions withCredentials(CredentialStore given) {
        return new SessionOptions(clock, sleeper, limits, allowed, Optional.of(given));
    }
}
