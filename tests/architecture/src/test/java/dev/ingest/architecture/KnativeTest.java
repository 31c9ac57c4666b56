package dev.ingest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployment files, read with Knative's own types. They were never applied to a cluster here. */
class KnativeTest {
    private static final Path FOLDER = Modules.ROOT.resolve("deploy/knative");
    private static final KubernetesSerialization YAML = new KubernetesSerialization(new ObjectMapper(), true);

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    private static List<HasMetadata> resources(Path file) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : Files.readString(file).split("(?m)^---$", -1)) {
            resources.add((HasMetadata) YAML.unmarshal(document));
        }
        return resources;
    }

    /** Paths of what was read but is no field of its type. */
    private static List<String> unknownFields(Object node, String path) {
        List<String> unknown = new ArrayList<>();
        if (node instanceof KubernetesResource) {
            for (var method : node.getClass().getMethods()) {
                if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
                    continue;
                }
                Object value = value(node, method);
                if (method.getName().equals("getAdditionalProperties")) {
                    ((java.util.Map<?, ?>) value).keySet().forEach(name -> unknown.add(path + "." + name));
                } else if (value instanceof List<?> list) {
                    list.forEach(item -> unknown.addAll(unknownFields(item, path + "." + method.getName())));
                } else if (value != null) {
                    unknown.addAll(unknownFields(value, path + "." + method.getName()));
                }
            }
        }
        return unknown;
    }

    private static Object value(Object node, java.lang.reflect.Method getter) {
        try {
            return getter.invoke(node);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsOneThatKnativeKnows(Path file) throws IOException {
        assertThat(resources(file))
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(unknownFields(resource, "")).isEmpty());
    }

    @Test
    void misspeltFieldIsFound() {
        Object resource = YAML.unmarshal("""
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: x}
                spec:
                  template:
                    spec:
                      containerConcurency: 1
                """);
        assertThat(unknownFields(resource, "")).containsExactly(".getSpec.getTemplate.getSpec.containerConcurency");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyServiceScalesToZeroAndIsProbedWithoutDelay(Path file) throws IOException {
        JsonNode service = new ObjectMapper().valueToTree(resources(file).getFirst());
        JsonNode template = service.at("/spec/template");
        JsonNode container = template.at("/spec/containers/0");
        String name = file.getFileName().toString().replace(".yaml", "");
        assertThat(service.at("/kind").asText()).isEqualTo("Service");
        assertThat(service.at("/metadata/name").asText()).isEqualTo(name);
        assertThat(template.at("/metadata/annotations/autoscaling.knative.dev~1min-scale")
                        .asText())
                .isEqualTo("0");
        assertThat(container.at("/readinessProbe/initialDelaySeconds").asInt(-1))
                .isZero();
        assertThat(container.at("/readinessProbe/periodSeconds").asInt()).isEqualTo(1);
    }

    @Test
    void everyServiceHasItsFile() throws IOException {
        try (Stream<Path> services = Files.list(Modules.ROOT.resolve("services"))) {
            List<String> names =
                    services.map(folder -> folder.getFileName() + ".yaml").toList();
            assertThat(files().map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyTimeoutAroundADrainIsLongerThanItsDeadline() throws IOException {
        for (String name : List.of("executor.yaml", "writer.yaml")) {
            List<HasMetadata> resources = resources(FOLDER.resolve(name));
            JsonNode service = new ObjectMapper().valueToTree(resources.getFirst());
            JsonNode source = new ObjectMapper().valueToTree(resources.getLast());
            assertThat(service.at("/spec/template/spec/timeoutSeconds").asInt()).isGreaterThanOrEqualTo(300);
            assertThat(source.at("/spec/delivery/timeout").asText()).isEqualTo("PT300S");
            assertThat(source.at("/spec/sink/uri").asText()).isEqualTo("/wakeups");
        }
    }
}
