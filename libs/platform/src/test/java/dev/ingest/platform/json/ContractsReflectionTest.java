package dev.ingest.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.Event;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A record that Jackson reads and that nobody registered works on the JVM and fails in a native image. */
class ContractsReflectionTest {
    private final Set<Class<?>> met = new HashSet<>();

    private void meet(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::meet);
        } else if (type instanceof Class<?> named && named.isSealed()) {
            Arrays.stream(named.getPermittedSubclasses()).forEach(this::meet);
        } else if (type instanceof Class<?> named && named.isRecord() && met.add(named)) {
            Arrays.stream(named.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(this::meet);
        }
    }

    @Test
    void everyRecordThatTravelsIsRegistered() {
        var registered = ContractsReflection.class.getAnnotation(RegisterForReflection.class);
        Stream.concat(Stream.of(Event.class), Arrays.stream(registered.targets()))
                .forEach(this::meet);
        assertThat(registered.targets()).containsAll(met);
        assertThat(met).hasSizeGreaterThan(20);
    }
}
