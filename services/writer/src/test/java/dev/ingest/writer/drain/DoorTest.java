package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class DoorTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Inject
    Service writer;

    @Inject
    KafkaClients clients;

    @ConfigProperty(name = "ingest.test.service-token")
    String serviceToken;

    @ConfigProperty(name = "ingest.test.tenant-token")
    String tenantToken;

    @Test
    void wakeupIsAnsweredWhenItsPartitionIsDrained() throws IOException, InterruptedException {
        Tenant shop = writer.tenant();
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        HttpResponse<String> answer = wake(serviceToken, "ingest.records", Service.partition(shop.key()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("FINISHED");
        assertThat(shop.rows()).containsExactly("1/null/null");
    }

    /** Seed 000: "No polling, no idle compute". */
    @Test
    void kafkaIsReadWhileAPartitionIsDrainedAndAtNoOtherTime() throws IOException, InterruptedException, JMException {
        try (KafkaConsumer<byte[], byte[]> reads = clients.consumer("door-test")) {
            assertThat(consumers()).as("%s is seen", reads).isNotEmpty();
        }
        Tenant shop = writer.tenant();
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        assertThat(wake(serviceToken, "ingest.records", Service.partition(shop.key()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(shop.rows()).hasSize(1);

        assertThat(consumers()).isEmpty();
    }

    /** Consumers of Kafka that are open in this process. */
    private static Set<ObjectName> consumers() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:type=app-info,*"), null);
    }

    @Test
    void wakeupOfATenantIsRefused() throws IOException, InterruptedException {
        assertThat(wake(tenantToken, "ingest.records", 0).statusCode()).isEqualTo(403);
    }

    @Test
    void wakeupForTheWorkOfOthersIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer = wake(serviceToken, "ingest.requests", 0);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("ingest.records");
    }

    /** The port is free to be any. */
    private static String url() {
        return ConfigProvider.getConfig().getValue("test.url", String.class);
    }

    private HttpResponse<String> wake(String token, String topic, int partition)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/wakeups"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("ce-type", "dev.ingest.DrainPartition.v1")
                .POST(BodyPublishers.ofString("{\"topic\":\"%s\",\"partition\":%d}".formatted(topic, partition)))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
