package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void publicAddressesAreNot(String address) {
        assertThat(Egress.refused(InetAddress.ofLiteral(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://017700000001/",
                "http://127.1/",
                "http://127.0.0.1./",
                "http://localhost./",
                "http://LOCALHOST/",
                "http://0.0.0.0/",
                "http://0/",
                "http://[::]/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:7f00:0001]/",
                "http://[fe80::1%25eth0]/",
                "http://user@localhost/",
                "http://example.com@localhost/",
                "http://localhost#@example.com/",
                "http://localhost\\@example.com/",
                "http://127。0。0。1/",
                "http://①②⑦.⓪.⓪.①/",
                "http:///localhost/",
                "ftp://localhost/",
                "file:///etc/passwd",
            })
    void noSpellingOfThisMachineGetsThrough(String url) {
        assertThatThrownBy(() -> Egress.check(
                        new ApiRequest("GET", Urls.parse(url), Map.of(), Map.of(), new byte[0]), AllowedAddresses.NONE))
                .isInstanceOfAny(ReadException.class, UnknownHostException.class);
    }

    @Test
    void aPermissionIsForOneHostAndPort() throws UnknownHostException {
        AllowedAddresses allowed = AllowedAddresses.of(List.of("localhost:8080", "[::1]:80"));

        check("http://localhost:8080/a", allowed);
        check("http://LOCALHOST.:8080/a", allowed);
        check("http://[::1]/a", allowed);
        assertThatThrownBy(() -> check("http://localhost:8081/a", allowed))
                .hasMessage("GET http://localhost:8081/a is a loopback address (expected the address of an API)");
        assertThatThrownBy(() -> check("http://127.0.0.1:8080/a", allowed)).isInstanceOf(ReadException.class);
    }

    private static void check(String url, AllowedAddresses allowed) throws UnknownHostException {
        Egress.check(new ApiRequest("GET", Urls.parse(url), Map.of(), Map.of(), new byte[0]), allowed);
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
