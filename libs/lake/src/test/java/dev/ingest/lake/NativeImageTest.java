package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What a native image must be told: classes that Caffeine, Iceberg and Parquet make by name, and the fields that zstd's native
 * half writes. A library's next version may rename any of them, which only a native image would notice, at run time.
 */
class NativeImageTest {

    private static final String METADATA = "/META-INF/native-image/dev.ingest/lake/reachability-metadata.json";

    @Test
    void everyRegisteredClassAndMemberExists() throws ReflectiveOperationException, IOException {
        List<String> checked = new ArrayList<>();
        for (JsonNode entry : metadata().path("reflection")) {
            Class<?> type =
                    Class.forName(entry.path("type").textValue(), false, NativeImageTest.class.getClassLoader());
            for (JsonNode field : entry.path("fields")) {
                checked.add(
                        type.getDeclaredField(field.path("name").textValue()).toString());
            }
            for (JsonNode method : entry.path("methods")) {
                checked.add(type.getDeclaredMethod(method.path("name").textValue(), parameters(method))
                        .toString());
            }
        }
        assertThat(checked).hasSize(15);
    }

    private static Class<?>[] parameters(JsonNode method) throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (JsonNode name : method.path("parameterTypes")) {
            types.add(Class.forName(name.textValue()));
        }
        return types.toArray(Class<?>[]::new);
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream file = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream(METADATA))) {
            return new JsonMapper().readTree(file);
        }
    }
}
