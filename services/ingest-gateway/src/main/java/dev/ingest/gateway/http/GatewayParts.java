package dev.ingest.gateway.http;

import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.FeatureLimits;
import dev.ingest.gateway.querylog.QueryLimits;
import dev.ingest.gateway.querylog.QueryLogIngest;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.kafka.EventPublisher;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Joins the plain parts with the platform: Kafka below, the control plane beside. */
final class GatewayParts {
    @Produces
    @Singleton
    DurableLog log(EventPublisher publisher, GatewaySettings settings) {
        return new DurableLog(publisher::records, settings.durableTimeout());
    }

    @Produces
    @Singleton
    FeatureIngest features(GatewaySettings settings, ControlPlane control, DurableLog log) {
        var limits =
                new FeatureLimits(settings.maxSources(), settings.maxRecordsPerSource(), bytes(settings.maxRecord()));
        return new FeatureIngest(limits, control::sources, log, System::nanoTime);
    }

    @Produces
    @Singleton
    QueryLogIngest queries(GatewaySettings settings, DurableLog log) {
        return new QueryLogIngest(new QueryLimits(settings.maxQueries(), bytes(settings.maxQuery())), log);
    }

    @Produces
    @Singleton
    IssuedTokens tokens(ControlPlane control) {
        return new IssuedTokens(control::token, Clock.systemUTC());
    }

    private static int bytes(MemorySize size) {
        return Math.toIntExact(size.asLongValue());
    }
}
