package dev.ingest.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerAddressTest {
    private final CallerAddress behindProxies =
            new CallerAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 198.51.100.1                      | 203.0.113.9  | a stranger's header counts for nothing",
                "10.0.0.1    | 198.51.100.1                      | 198.51.100.1 | a trusted proxy's does",
                "10.0.0.1    | 192.0.2.66, 198.51.100.1          | 198.51.100.1 | what the caller put in front does not",
                "10.0.0.1    | 192.0.2.66, 198.51.100.1, 10.2.3.4| 198.51.100.1 | through two proxies",
                "10.0.0.1    | 198.51.100.1:4711                 | 198.51.100.1 | with a port",
                "10.0.0.1    | '[2001:db8::7]:4711'              | 2001:db8::7  | with a port, IPv6",
                "10.0.0.1    | 2001:db8::7                       | 2001:db8::7  | IPv6",
                "fd00::1     | 198.51.100.1                      | 198.51.100.1 | an IPv6 proxy",
                "10.0.0.1    | 10.9.9.9                          | 10.9.9.9     | a caller inside",
                "10.0.0.1    | ''                                | 10.0.0.1     | no header",
            })
    void addressIsWhatTheLastTrustedProxySaw(String peer, String forwarded, String caller, String why) {
        assertThat(behindProxies.of(Cidr.address(peer), List.of(forwarded)))
                .as(why)
                .contains(Cidr.address(caller));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(behindProxies.of(Cidr.address("10.0.0.1"), List.of("192.0.2.66", "198.51.100.1, 10.1.1.1")))
                .contains(Cidr.address("198.51.100.1"));
    }

    @Test
    void whatIsNoAddressIsUnknown() {
        assertThat(behindProxies.of(Cidr.address("10.0.0.1"), List.of("198.51.100.1, unknown")))
                .isEmpty();
    }

    @Test
    void withoutProxiesWhoeverIsConnectedIsTheCaller() {
        assertThat(new CallerAddress(List.of()).of(Cidr.address("127.0.0.1"), List.of("198.51.100.1")))
                .contains(Cidr.address("127.0.0.1"));
    }
}
