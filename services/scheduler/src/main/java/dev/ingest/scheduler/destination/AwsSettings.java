package dev.ingest.scheduler.destination;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who the platform is to AWS. */
@ConfigMapping(prefix = "ingest.aws")
public interface AwsSettings {
    /** ARN of the platform's own role: what tenants' roles have to trust. The same as the other services are given. */
    Optional<String> roleArn();
}
