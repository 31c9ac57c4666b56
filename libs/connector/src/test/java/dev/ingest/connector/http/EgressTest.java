package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.8.9.10, loopback",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::127.0.0.1, loopback",
        "10.0.0.1, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "100.64.0.1, private",
        "100.100.100.200, private",
        "192.0.0.192, private",
        "198.19.0.1, private",
        "0.1.2.3, private",
        "255.255.255.255, private",
        "fd00:ec2::254, private",
        "fc00::1, private",
        "fec0::1, private",
        "64:ff9b::10.0.0.1, private",
    })
    void theServicesOwnNetworkIsRefused(String address, String kind) {
        assertThat(Egress.refused(InetAddress.ofLiteral(address))).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "fe80::1",
                "64:ff9b::169.254.169.254",
                "::ffff:169.254.169.254",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "ff02::1"
            })
    void linkLocalAddressesAreRefused(String address) {
        assertThat(Egress.refused(InetAddress.ofLiteral(address))).contains("link-local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "2001:4860:4860::8888",
                "64:ff9b::8.8.8.8"
            })
    void publicAddressesAreNot(String address) {
        assertThat(Egress.refused(InetAddress.ofLiteral(address))).isEmpty();
    }
}
