package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Interchangeable tokens, each with quotas of its own.
 *
 * @param method before the token, with a blank; may be empty
 * @param maxWait ISO-8601 duration, at most this long for a quota to be free again
 */
public record TokenPool(
        String manifestPath,
        Tokens tokens,
        Interpolated header,
        String method,
        QuotaStatus status,
        List<Quota> quotas,
        Interpolated maxWait,
        double reserveFraction,
        long minReserve)
        implements Authenticator {
    /** The config's tokens, as one text or each by itself. */
    public sealed interface Tokens {
        record Joined(Interpolated text, String delimiter) implements Tokens {}

        record Each(List<Interpolated> tokens) implements Tokens {}
    }

    /**
     * Where the API says what is left of the quotas.
     *
     * @param unavailable statuses that mean it does not say
     */
    public record QuotaStatus(
            Interpolated url, Requester.Method method, List<Jwt.Claim> headers, Set<Integer> unavailable) {}

    /**
     * A quota that each token has.
     *
     * @param matchers of the requests that count; empty for all that no other quota matches
     * @param exhausted statuses that mean it is used up
     */
    public record Quota(
            String name,
            List<String> remaining,
            List<String> reset,
            Optional<List<String>> limit,
            List<RequestMatcher> matchers,
            Optional<String> remainingHeader,
            Optional<String> resetHeader,
            Optional<String> limitHeader,
            Set<Integer> exhausted) {}
}
