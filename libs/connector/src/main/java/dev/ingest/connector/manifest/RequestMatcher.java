package dev.ingest.connector.manifest;

import dev.ingest.expression.BoundedRegex;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests something is about: those that fit everything that is given.
 *
 * @param urlBase scheme, host and port, without a slash at the end
 * @param path found anywhere in the path
 * @param headers names in lower case
 * @param weight calls that one request counts for; absent for 1
 */
public record RequestMatcher(
        Optional<String> method,
        Optional<String> urlBase,
        Optional<BoundedRegex> path,
        Map<String, String> parameters,
        Map<String, String> headers,
        Optional<Interpolated> weight) {}
