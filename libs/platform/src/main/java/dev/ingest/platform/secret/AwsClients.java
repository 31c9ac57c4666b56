package dev.ingest.platform.secret;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Opens the SDK's clients with their HTTP client and identity named, so that nothing is searched on the class path. */
final class AwsClients {
    private static final String SESSION = "ingest-secrets";

    private AwsClients() {}

    static SecretsManagerClient secretsManager(SecretSettings.Aws settings) {
        var builder = SecretsManagerClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(credentials(settings));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return configured(builder, settings).build();
    }

    private static AwsCredentialsProvider credentials(SecretSettings.Aws settings) {
        Optional<String> role = settings.roleArn();
        Optional<Path> token = settings.webIdentityTokenFile();
        if (role.isPresent() != token.isPresent()) {
            throw new IllegalStateException("ingest.secrets.aws.%s is not set (it goes with %s)"
                    .formatted(
                            role.isPresent() ? "web-identity-token-file" : "role-arn",
                            role.isPresent() ? "role-arn" : "web-identity-token-file"));
        }
        return role.<AwsCredentialsProvider>map(arn -> webIdentity(settings, arn, token.orElseThrow()))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static AwsCredentialsProvider webIdentity(SecretSettings.Aws settings, String roleArn, Path token) {
        var sts = StsClient.builder().httpClient(UrlConnectionHttpClient.create());
        settings.stsEndpoint().ifPresent(sts::endpointOverride);
        return StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(configured(sts, settings).build())
                .roleArn(roleArn)
                .roleSessionName(SESSION)
                .webIdentityTokenFile(token)
                .build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B configured(B builder, SecretSettings.Aws settings) {
        settings.region().map(Region::of).ifPresent(builder::region);
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .apiCallTimeout(settings.timeout())
                .build());
    }
}
