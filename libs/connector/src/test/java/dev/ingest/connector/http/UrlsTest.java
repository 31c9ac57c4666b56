package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.test/a, https://api.test/b, true",
        "https://api.test/a, https://API.test:443/b, true",
        "http://api.test:80/a, http://api.test/b, true",
        "http://api.test/a, https://api.test/a, true",
        "http://api.test:8080/a, https://api.test:8443/a, false",
        "https://api.test/a, http://api.test/a, false",
        "https://api.test/a, https://api.test:8443/a, false",
        "https://api.test/a, https://other.test/a, false"
    })
    void credentialsFollowARedirectToTheSameHostAndPortOrToItsEncryptedForm(String from, String to, boolean follow) {
        ApiRequest request = new ApiRequest(
                "GET", URI.create(from), Map.of("X-Key", "k"), Map.of("Authorization", "Bearer t"), new byte[0]);

        ApiRequest next = request.redirected(URI.create(to), 302);

        assertThat(next.allHeaders().containsKey("Authorization")).isEqualTo(follow);
        assertThat(next.allHeaders().containsKey("X-Key")).isEqualTo(follow);
    }
}
