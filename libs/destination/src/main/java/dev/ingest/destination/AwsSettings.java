package dev.ingest.destination;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who the platform is to AWS. Without it no tenant's role can be assumed. */
@ConfigMapping(prefix = "ingest.aws")
public interface AwsSettings {
    /** ARN of the platform's own role: what tenants' roles trust. */
    Optional<String> roleArn();

    /** File with the OIDC token that AWS takes for that role; whoever runs the service renews it. */
    Optional<Path> webIdentityTokenFile();

    /** Region whose STS is asked. */
    @WithDefault("us-east-1")
    String stsRegion();

    /** An STS other than Amazon's. */
    Optional<String> stsEndpoint();

    /** How long a session lasts; AWS allows an hour at most where one role assumes another. */
    @WithDefault("1H")
    Duration session();

    /** How long before its end a session is replaced. */
    @WithDefault("5M")
    Duration renewBefore();

    /** Most sessions kept; beyond them the one that was not used for longest is forgotten. */
    @WithDefault("256")
    int sessionsMax();
}
