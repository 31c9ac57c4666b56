import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the peers' topics, as many partitions as the product's has. */
public final class Topics {
    public static void main(String[] arguments) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS")))) {
            var known = admin.listTopics().names().get();
            admin.createTopics(List.of("bench.bare", "bench.ordinary").stream()
                            .filter(topic -> !known.contains(topic))
                            .map(topic -> new NewTopic(topic, 4, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }
}
