package dev.ingest.writer.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.DeadLetter;
import dev.ingest.lake.DeadLetters;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.TableId;
import dev.ingest.platform.drain.DrainOutcome;
import dev.ingest.platform.drain.Drains;
import dev.ingest.platform.kafka.EventPublisher;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The writer, as its neighbours see it. */
@Singleton
public final class Service {
    /** As many as the local stack gives the topic. */
    private static final int PARTITIONS = 4;

    private static final AtomicInteger TENANTS = new AtomicInteger();

    private final EventPublisher events;
    private final Drains drains;
    private final Lakes lakes;
    private final ClaimStores claims;
    private final Log log;
    private final ObjectMapper json;
    private final String schedulerUrl;
    private final HttpClient http = HttpClient.newHttpClient();

    Service(
            EventPublisher events,
            Drains drains,
            Lakes lakes,
            ClaimStores claims,
            Log log,
            ObjectMapper json,
            @ConfigProperty(name = WriterStack.SCHEDULER_URL) String schedulerUrl) {
        this.events = events;
        this.drains = drains;
        this.lakes = lakes;
        this.claims = claims;
        this.log = log;
        this.json = json;
        this.schedulerUrl = schedulerUrl;
    }

    /** A tenant that no other test has. */
    public Tenant tenant() {
        return new Tenant(this, "tenant-" + TENANTS.incrementAndGet(), new TableRef("shop", "orders"));
    }

    /** A tenant whose table shares its partition with another's. */
    public Tenant tenantOnPartitionOf(Tenant other) {
        Tenant next = tenant();
        return partition(next.key()) == partition(other.key()) ? next : tenantOnPartitionOf(other);
    }

    /** Makes the control plane know a table. */
    public void declare(TableSpec spec) {
        known(
                "/internal/v1/tenants/%s/tables/%s/%s"
                        .formatted(
                                spec.tenant(),
                                spec.table().namespace(),
                                spec.table().name()),
                spec);
    }

    /** The operator allows a tenant to have its catalog and store where this destination has them. */
    public void allow(String tenant, DestinationSpec own) {
        List<String> places = Stream.of("uri", "s3.endpoint")
                .map(own.properties()::get)
                .map(url -> URI.create(url.replaceFirst("^jdbc:", "")).getAuthority())
                .toList();
        known("/internal/v1/tenants/%s/egress".formatted(tenant), new EgressSpec(tenant, places));
    }

    private void known(String path, Object spec) {
        try {
            var request = HttpRequest.newBuilder(URI.create(schedulerUrl + path))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(spec)))
                    .build();
            if (http.send(request, BodyHandlers.discarding()).statusCode() != 204) {
                throw new IllegalStateException("not taken: " + path);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no answer: " + path, e);
        }
    }

    /** Where a tenant's large records are, in the managed warehouse. */
    public ClaimStore claims(String tenant) {
        return claims.open(tenant, new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()));
    }

    void send(Envelope envelope) {
        events.records(envelope).toCompletableFuture().join();
    }

    void send(String tenant, TableRef table, Marker marker) {
        events.marker(tenant, table, marker).toCompletableFuture().join();
    }

    /** The partition that a key is on. */
    public static int partition(String key) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), PARTITIONS);
    }

    /** Works off the partition that a key is on. */
    public DrainOutcome drain(String key) {
        try {
            return drains.drain(partition(key));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void drainAgain(String key) {
        log.forgetProgress(partition(key));
        var ignored = drain(key);
    }

    /** Does something with a table of the managed destination, if it is there. */
    public <T> Optional<T> table(String tenant, TableId id, Function<LakeTable, T> what) {
        return table(
                tenant, new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()), id, what);
    }

    /** Does something with a table, if it is there. */
    public <T> Optional<T> table(String tenant, DestinationSpec destination, TableId id, Function<LakeTable, T> what) {
        try (Lakes.Lease lease = lakes.lease(tenant, destination)) {
            return lease.lake().find(id).map(what);
        }
    }

    /** What nobody has replayed. */
    public List<DeadLetter> deadLetters(String tenant, TableId id) {
        return withDeadLetters(tenant, id, letters -> letters.unreplayed(100));
    }

    /** Does something with a table's dead letters. */
    public <T> T withDeadLetters(String tenant, TableId id, Function<DeadLetters, T> what) {
        var managed = new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());
        try (Lakes.Lease lease = lakes.lease(tenant, managed)) {
            return what.apply(lease.lake().deadLetters(id));
        }
    }

    List<String> rows(String tenant, TableRef table) {
        return table(tenant, new TableId(table.namespace(), table.name()), Service::rows)
                .orElse(List.of());
    }

    private static List<String> rows(LakeTable table) {
        var found = new ArrayList<String>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "version", "note"))) {
            while (rows.hasNext()) {
                List<?> row = rows.next();
                found.add(row.get(0) + "/" + row.get(1) + "/" + row.get(2));
            }
        }
        return found.stream().sorted().toList();
    }
}
