package dev.ingest.scheduler.run;

import dev.ingest.platform.kafka.Sent;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;

/** Keeps where Kafka has the requests that it acknowledged. */
@Singleton
final class Acknowledged {
    /**
     * Only what is still claimed: the executor may have answered already. One of which nothing is heard is requested again, each time
     * later.
     */
    private static final String MARK = """
            update slice set status = 'REQUESTED', requests = requests + 1, request_partition = kafka_partition,
                request_offset = kafka_offset, requested_at = $4::timestamptz,
                due_at = $4::timestamptz + (requests + 1) * $5::double precision * interval '1 millisecond'
            from unnest($1::text[], $2::integer[], $3::bigint[]) as sent (slice, kafka_partition, kafka_offset)
            where tenant = $6 and id = sent.slice and due_at = $7""";

    private final TenantRows rows;
    private final RunSettings settings;

    Acknowledged(TenantRows rows, RunSettings settings) {
        this.rows = rows;
        this.settings = settings;
    }

    /**
     * In a transaction of its own.
     *
     * @param sent by the slice's id
     */
    Uni<Void> keep(String tenant, Map<String, Sent> sent, Claim claim) {
        String[] slices = sent.keySet().toArray(String[]::new);
        Integer[] partitions = new Integer[slices.length];
        Long[] offsets = new Long[slices.length];
        for (int i = 0; i < slices.length; i++) {
            Sent where = Objects.requireNonNull(sent.get(slices[i]));
            partitions[i] = where.partition();
            offsets[i] = where.offset();
        }
        Tuple values = Tuple.of(slices, partitions, offsets)
                .addOffsetDateTime(claim.at().atOffset(ZoneOffset.UTC))
                .addDouble((double) settings.overdue().toMillis())
                .addString(tenant)
                .addOffsetDateTime(claim.until().atOffset(ZoneOffset.UTC));
        return rows.once(tenant, MARK, values).replaceWithVoid();
    }
}
