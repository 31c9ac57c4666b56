package dev.ingest.gateway.http;

import dev.ingest.contracts.Cidr;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.envelope.EnvelopeLog;
import dev.ingest.gateway.envelope.Timer;
import dev.ingest.gateway.feature.ConnectorTransformations;
import dev.ingest.gateway.feature.FanOut;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.Registrations;
import dev.ingest.gateway.feature.TransformationTurns;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.postgres.PostgresOnlineStore;
import dev.ingest.gateway.postgres.PostgresRateStore;
import dev.ingest.gateway.query.FeatureQuery;
import dev.ingest.gateway.query.Visibility;
import dev.ingest.gateway.querylog.QueryLimits;
import dev.ingest.gateway.querylog.QueryLogIngest;
import dev.ingest.gateway.rate.PostRates;
import dev.ingest.gateway.rate.RateStore;
import dev.ingest.gateway.redis.RedisOnlineStore;
import dev.ingest.gateway.redis.RedisRateStore;
import dev.ingest.gateway.token.Guesses;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.KeyPairTokens;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.http.CallerAddress;
import dev.ingest.platform.kafka.EventPublisher;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Joins the plain parts with the platform: Kafka below, the control plane beside. */
final class GatewayParts {
    private static final Logger LOG = Logger.getLogger(GatewayParts.class);
    private static final int FAN_OUT_THREADS = 2;
    private static final int FAN_OUT_PER_POST = 8;

    @Produces
    @Singleton
    DurableLog log(EventPublisher publisher, GatewaySettings settings) {
        return new DurableLog(to(publisher), settings.durableTimeout());
    }

    @Produces
    @Singleton
    OnlineStore online(Instance<Pool> pool, Instance<Redis> redis, GatewaySettings settings) {
        int callsMax = settings.online().maxCalls();
        return switch (settings.online().store()) {
            case POSTGRES -> new PostgresOnlineStore(pool.get(), callsMax);
            case REDIS -> new RedisOnlineStore(redis.get(), callsMax);
        };
    }

    @Produces
    @Singleton
    FeatureIngest features(
            GatewaySettings settings,
            TenantLimits limits,
            ControlPlane control,
            DurableLog log,
            EventPublisher publisher,
            OnlineStore online) {
        var views = new OnceASecond(System::nanoTime);
        var fanOut = new FanOut(
                online,
                to(publisher),
                new FanOut.Limits(
                        settings.transformationTimeout(), settings.online().timeout(), settings.durableTimeout()),
                new FanOut.Threads(threads("online-rows", settings), threads("offline-rows", settings)),
                Timer.SYSTEM,
                System::nanoTime,
                defect -> LOG.errorf(defect, "a feature view met a defect"),
                failure -> views.told()
                        .ifPresent(
                                times -> LOG.warnf("feature views' writes failed: times=%d cause=%s", times, failure)));
        var registrations =
                new Registrations(control::sources, control::featureViews, ConnectorTransformations::compile);
        return new FeatureIngest(
                tenant -> limits.of(tenant).features(), registrations, log, fanOut, turns(settings), System::nanoTime);
    }

    @Produces
    @Singleton
    FeatureQuery query(GatewaySettings settings, ControlPlane control, OnlineStore online) {
        return new FeatureQuery(
                new FeatureQuery.Limits(
                        settings.online().maxRows(), settings.online().timeout()),
                control::featureViews,
                new Visibility(control::policy, control::sources),
                online,
                Timer.SYSTEM,
                System::nanoTime);
    }

    @Produces
    @Singleton
    QueryLogIngest queries(GatewaySettings settings, DurableLog log) {
        return new QueryLogIngest(new QueryLimits(settings.maxQueries(), bytes(settings.maxQuery())), log);
    }

    @Produces
    @Singleton
    Guesses guesses(GatewaySettings settings) {
        return new Guesses(settings.maxGuesses(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    IssuedTokens tokens(ControlPlane control, Guesses guesses) {
        return new IssuedTokens(control::token, guesses, Clock.systemUTC());
    }

    @Produces
    @Singleton
    KeyPairTokens signedTokens(ControlPlane control, Guesses guesses) {
        return new KeyPairTokens(control::keyUser, guesses, Clock.systemUTC());
    }

    @Produces
    @Singleton
    CallerAddress addresses(GatewaySettings settings) {
        return new CallerAddress(settings.trustedProxies().orElse(List.of()).stream()
                .map(Cidr::parse)
                .toList());
    }

    @Produces
    @Singleton
    PostRates rates(RateStore store, GatewaySettings settings) {
        return new PostRates(store, settings.rate().timeout(), settings.rate().pods(), Clock.systemUTC(), Timer.SYSTEM);
    }

    @Produces
    @Singleton
    RateStore rateStore(Instance<Pool> pool, Instance<Redis> redis, GatewaySettings settings) {
        return switch (settings.online().store()) {
            case POSTGRES -> new PostgresRateStore(pool.get());
            case REDIS -> new RedisRateStore(redis.get());
        };
    }

    /** Whoever writes on an event loop hears of it there: Kafka's one sender thread has enough to do with what is its own. */
    private static EnvelopeLog to(EventPublisher publisher) {
        return pushed -> {
            var durable = publisher.records(pushed.envelope(), pushed.patience());
            Context caller = Vertx.currentContext();
            return caller != null && Context.isOnEventLoopThread() ? EventLoopCalls.on(caller, durable) : durable;
        };
    }

    /** One tenant always leaves a thread to the others. */
    private static TransformationTurns turns(GatewaySettings settings) {
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        int waiting = FAN_OUT_PER_POST * settings.maxInFlight();
        return new TransformationTurns(
                new TransformationTurns.Limits(atOnce, atOnce - 1, waiting, settings.durableTimeout()),
                new TransformationTurns.Threads(
                        threads("transformations", atOnce, waiting),
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("transformed-", 0).factory())),
                Timer.SYSTEM,
                System::nanoTime);
    }

    /** No post in flight has more than a few views, and each of them asks once: what is more than this has piled up. */
    private static Executor threads(String name, GatewaySettings settings) {
        return threads(name, FAN_OUT_THREADS, FAN_OUT_PER_POST * settings.maxInFlight());
    }

    private static Executor threads(String name, int count, int waiting) {
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    private static int bytes(MemorySize size) {
        return Math.toIntExact(size.asLongValue());
    }
}
