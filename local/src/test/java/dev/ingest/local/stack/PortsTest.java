package dev.ingest.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void eachListensAtItsDistanceFromTheBase() {
        Ports ports = Ports.from(7000);
        assertThat(ports.of(Port.GATEWAY)).isEqualTo(7080);
        assertThat(ports.of(Port.SCHEDULER)).isEqualTo(7081);
        assertThat(ports.of(Port.EXECUTOR)).isEqualTo(7082);
        assertThat(ports.of(Port.WRITER)).isEqualTo(7083);
        assertThat(ports.of(Port.MASKING)).isEqualTo(7084);
        assertThat(ports.of(Port.OIDC)).isEqualTo(7088);
        assertThat(ports.of(Port.S3)).isEqualTo(7090);
        assertThat(ports.of(Port.KAFKA)).isEqualTo(7092);
        assertThat(ports.of(Port.SAMPLE_API)).isEqualTo(7099);
        assertThat(ports.of(Port.POSTGRES)).isEqualTo(7032);
    }

    @Test
    void baseOutsideTheRangeIsRefused() {
        assertThatThrownBy(() -> Ports.from(80)).hasMessage("INGEST_PORT_BASE: 80 (expected: 1024 to 65400)");
        assertThatThrownBy(() -> Ports.from(65_500)).hasMessageContaining("65500");
    }

    @Test
    void freePortsAreAllDifferent() {
        var numbers = Ports.free().numbers().values();
        assertThat(new HashSet<>(numbers)).hasSameSizeAs(Port.values());
    }
}
