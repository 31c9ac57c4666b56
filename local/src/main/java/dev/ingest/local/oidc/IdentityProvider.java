package dev.ingest.local.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ingest.local.state.Keys;
import dev.ingest.local.state.LocalFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * Issues RS256 tokens at {@code http://127.0.0.1:<port>/ingest}. Any secret will do, the client's id decides
 * (see {@link ClientClaims}); its signing key outlives a restart, so tokens do too. Whoever signs in with a browser says who they are.
 */
public final class IdentityProvider implements Closeable {
    private static final String ISSUER = "ingest";
    private static final String PAGE = "sign-in.html";
    private static final int KEY_BITS = 2048;

    private final MockOAuth2Server server;

    private IdentityProvider(MockOAuth2Server server) {
        this.server = server;
    }

    /**
     * @param page where to put the page that asks who somebody is
     * @param lifetime how long a token is good for, unless its request says otherwise
     */
    public static IdentityProvider start(int port, Path page, Keys keys, Duration lifetime) {
        var signingKeys = new KeyProvider(List.of(signingKey(keys)), "RS256");
        // The first issuer to ask gets the kept key: make sure that it is ours.
        var _ = signingKeys.signingKey(ISSUER);
        var config = new OAuth2Config(
                true,
                signInPage(page),
                null,
                false,
                new OAuth2TokenProvider(signingKeys, (java.time.Instant) null),
                Set.of(new ClientClaims(ISSUER, lifetime)),
                new NettyWrapper());
        var server = new MockOAuth2Server(config);
        server.start(InetAddress.getLoopbackAddress(), port);
        return new IdentityProvider(server);
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** The server wants its page as a file. */
    private static String signInPage(Path file) {
        try (InputStream page = Objects.requireNonNull(IdentityProvider.class.getResourceAsStream(PAGE))) {
            Files.copy(page, file, StandardCopyOption.REPLACE_EXISTING);
            return file.toString();
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static JWK signingKey(Keys keys) {
        String kept = keys.stored("token-signing", () -> newKey().toJSONString());
        try {
            return RSAKey.parse(kept);
        } catch (ParseException e) {
            throw new LocalFailure("the token signing key is not a JWK: remove keys/token-signing to get a new one", e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyID(ISSUER)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK makes no RSA keys", e);
        }
    }
}
