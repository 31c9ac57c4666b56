package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Kafka delivers at least once: what arrives twice is done once. */
class RepeatedTest {
    private static final String REQUESTS = "ingest.requests";
    private static final String RECORDS = "ingest.records";

    private final Product product = Product.shared();

    @Test
    void repeatedRequestsAndWakeupsOfOnePartitionAtOnceBringEachRowOnce() {
        String tenant = "twice";
        product.tenantWithShop(tenant);
        product.pipeline(tenant, "shop", "orders").expect(200);
        try (Log log = new Log(product.stack.kafkaBootstrap())) {
            String run = product.start(tenant, "shop");
            Product.await("the request", () -> !requests(log, tenant).isEmpty());
            ConsumerRecord<byte[], byte[]> request = requests(log, tenant).getFirst();
            wakeTwice(log, "ingest.wakeups.executor", request.partition());
            log.again(List.of(request));
            wakeTwice(log, "ingest.wakeups.executor", request.partition());

            JsonNode finished = product.finish(tenant, run);
            assertThat(finished.get("status").asText()).as(finished.toString()).isEqualTo("succeeded");
            log.again(List.of(request)); // and once more when all is done
            wakeTwice(log, "ingest.wakeups.executor", request.partition());

            long attempts = requests(log, tenant).size();
            assertThat(attempts).isGreaterThanOrEqualTo(3);
            Product.await("every attempt has ended", () -> ends(log, tenant).size() >= attempts);
            int partition = ends(log, tenant).getFirst().partition();
            wakeTwice(log, "ingest.wakeups.writer", partition);
            Product.await("the writer has done all", () -> log.isDone("writer", RECORDS, partition));
            long truth = product.truth().get("orders").asLong();
            assertThat(product.rows(tenant, "shop.orders")).isEqualTo(truth);
            assertThat(product.run(tenant, run).at("/streams/0/rows").asLong()).isEqualTo(truth);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> requests(Log log, String tenant) {
        return of(log, REQUESTS, tenant).toList();
    }

    /** The markers behind the pages of each attempt. */
    private static List<ConsumerRecord<byte[], byte[]>> ends(Log log, String tenant) {
        return of(log, RECORDS, tenant)
                .filter(message -> !Log.type(message).contains("Records"))
                .toList();
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> of(Log log, String topic, String tenant) {
        return log.all(topic).stream().filter(message -> Log.key(message).startsWith(tenant + "/"));
    }

    private static void wakeTwice(Log log, String topic, int partition) {
        ConsumerRecord<byte[], byte[]> wakeup = log.all(topic).stream()
                .filter(message -> message.partition() == partition)
                .findFirst()
                .orElseThrow();
        log.again(List.of(wakeup, wakeup));
    }
}
