package dev.ingest.platform.identity;

import io.quarkus.oidc.client.runtime.AbstractTokensProducer;
import jakarta.inject.Singleton;

/** The tokens of this service's own OIDC client, kept until they are about to expire. */
@Singleton
public class ServiceTokens extends AbstractTokensProducer {}
