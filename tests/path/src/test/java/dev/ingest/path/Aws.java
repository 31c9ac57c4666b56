package dev.ingest.path;

import dev.ingest.testkit.aws.AwsStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A stand-in for AWS, and what makes services take it for AWS.
 *
 * @param token the file with the services' web identity
 */
record Aws(AwsStandIn standIn, Path token) {
    static Aws start() {
        try {
            Path token = Files.createTempFile("ingest-path", ".token");
            token.toFile().deleteOnExit();
            var standIn = new AwsStandIn();
            // services compare the ends of their sessions with their own clocks
            standIn.now = Instant.now();
            return new Aws(standIn, Files.writeString(token, AwsStandIn.TOKEN));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As a deployment on EKS sets them. */
    Map<String, String> variables() {
        return Map.of(
                "INGEST_AWS_ROLE_ARN", AwsStandIn.PLATFORM,
                "INGEST_AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                "INGEST_AWS_STS_ENDPOINT", standIn.url());
    }
}
