package dev.ingest.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The JDK finds the guard of names through a service file, in a native image too. */
class NativeImageTest {
    private static final String SERVICE = "META-INF/services/java.net.spi.InetAddressResolverProvider";

    @Test
    void theGuardAndItsServiceFileAreRegistered() throws IOException {
        assertThat(text(SERVICE).strip()).isEqualTo(GuardedResolution.class.getName());
        assertThat(text("META-INF/native-image/dev.ingest/egress/reachability-metadata.json"))
                .contains('"' + GuardedResolution.class.getName() + '"', '"' + SERVICE + '"');
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream("/" + resource))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
