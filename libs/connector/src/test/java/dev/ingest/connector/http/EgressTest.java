package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.Egress;
import dev.ingest.egress.ForbiddenAddressException;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule itself is {@code libs/egress}'; this is how the addresses of manifests get to it. */
class EgressTest {
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
        assertThatThrownBy(() -> guard(Urls.parse(url)))
                .isInstanceOfAny(ReadException.class, ForbiddenAddressException.class, UnknownHostException.class);
    }

    private static void guard(URI address) throws UnknownHostException {
        Egress.guard(address.getHost(), Egress.port(address), AllowedAddresses.NONE);
    }
}
