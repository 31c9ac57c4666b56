package dev.ingest.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        "64:ff9b:1::8.8.8.8, private",
        "100::1, private",
        "2002:7f00:1::, loopback",
        "2002:c0a8:101::1, private",
        "2002:a9fe:a9fe::, link-local",
        "2001:0:4136:e378:8000:63bf:80ff:fffe, loopback",
        "::ffff:0:10.0.0.1, private",
        "2001:4860::5efe:10.0.0.1, private",
        "2001:4860::200:5efe:192.168.0.1, private",
        "168.63.129.16, metadata",
    })
    void theServicesOwnNetworkIsRefused(String address, String kind) {
        assertThat(AddressKinds.refused(InetAddress.ofLiteral(address))).contains(kind);
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
        assertThat(AddressKinds.refused(InetAddress.ofLiteral(address))).contains("link-local");
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
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void publicAddressesAreNot(String address) {
        assertThat(AddressKinds.refused(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void aPermissionIsForOneHostAndPort() throws UnknownHostException {
        AllowedAddresses allowed = AllowedAddresses.of(List.of("localhost:8080", "[::1]:80"));

        Egress.guard("localhost", 8080, allowed);
        Egress.guard("LOCALHOST.", 8080, allowed);
        Egress.guard("[::1]", 80, allowed);
        assertThatThrownBy(() -> Egress.guard("localhost", 8081, allowed))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessage(
                        "localhost is a loopback address (expected: a public one, or one that the operator allows)");
        assertThatThrownBy(() -> Egress.addresses("127.0.0.1", 8080, allowed))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThat(Egress.addresses("8.8.8.8", 443, AllowedAddresses.NONE)).hasSize(1);
    }

    @Test
    void anAllowedAddressIsAHostAndAPort() {
        AllowedAddresses allowed = AllowedAddresses.of(List.of("localhost:8080", "[::1]:80", "Keycloak.Internal:8443"));

        assertThat(allowed.allows("localhost", 8080)).isTrue();
        assertThat(allowed.allows("::1", 80)).isTrue();
        assertThat(allowed.allows("keycloak.internal", 8443)).isTrue();
        assertThat(allowed.allows("localhost", 8081)).isFalse();
        assertThatThrownBy(() -> AllowedAddresses.of(List.of("localhost")))
                .hasMessage("allowed address 'localhost' is not a host and port (expected a form like localhost:8080)");
    }

    @Test
    void aNameThatWasPublicCannotBecomePrivate() throws UnknownHostException {
        GuardedResolution.requireInstalled();
        List<String> answers = new ArrayList<>(List.of("8.8.8.8", "127.0.0.1"));
        GuardedResolution.Guarding resolver = new GuardedResolution.Guarding(new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
                return Stream.of(InetAddress.ofLiteral(answers.removeFirst()));
            }

            @Override
            public String lookupByAddress(byte[] address) {
                return "name";
            }
        });
        var policy = InetAddressResolver.LookupPolicy.of(InetAddressResolver.LookupPolicy.IPV4);
        GuardedResolution.guard("rebinding.test");

        assertThat(resolver.lookupByName("rebinding.test", policy)).hasSize(1);
        assertThatThrownBy(() -> resolver.lookupByName("Rebinding.test.", policy))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("has become a loopback address");
        answers.add("127.0.0.1");
        assertThat(resolver.lookupByName("our-own-service", policy)).hasSize(1);
    }
}
