import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The limit: forwards a body to Kafka as it is, and answers when it is acknowledged. Knows no token, no JSON, no schema. */
public final class Bare extends AbstractVerticle {
    private static final Buffer ANSWER = Buffer.buffer("{\"status\":\"success\"}");
    private static KafkaProducer<byte[], byte[]> producer;

    public static void main(String[] arguments) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                        "acks", "all", "enable.idempotence", true, "compression.type", "lz4", "linger.ms", 2,
                        "buffer.memory", 33554432L),
                new ByteArraySerializer(), new ByteArraySerializer());
        Vertx vertx = Vertx.vertx();
        // As many event loops as the gateway has.
        vertx.deployVerticle(Bare.class, new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public void start() {
        vertx.createHttpServer().requestHandler(this::post).listen(Integer.getInteger("port"), "127.0.0.1");
    }

    private void post(HttpServerRequest request) {
        request.body().onSuccess(body -> producer.send(
                new ProducerRecord<>("bench.bare", "bench/transactions".getBytes(), body.getBytes()),
                (sent, failure) -> context.runOnContext(ignored -> answer(request, failure))));
    }

    private static void answer(HttpServerRequest request, Exception failure) {
        request.response().setStatusCode(failure == null ? 200 : 503)
                .putHeader("content-type", "application/json").end(ANSWER);
    }
}
