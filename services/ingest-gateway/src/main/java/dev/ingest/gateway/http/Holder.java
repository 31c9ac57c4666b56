package dev.ingest.gateway.http;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.Identity;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.KeyPairTokens;
import dev.ingest.gateway.token.SnowflakeToken;
import dev.ingest.platform.http.CallerAddress;
import dev.ingest.platform.identity.Caller;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.util.Optional;

/** Who calls: the holder of a token that we issued, whoever signs with a registered key, or a subject of the OIDC provider. */
@RequestScoped
class Holder {
    private static final String BEARER = "bearer ";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final IssuedTokens issued;
    private final KeyPairTokens signed;
    private final Caller caller;
    private final CallerAddress addresses;
    private final CurrentVertxRequest request;

    Holder(
            IssuedTokens issued,
            KeyPairTokens signed,
            Caller caller,
            CallerAddress addresses,
            CurrentVertxRequest request) {
        this.issued = issued;
        this.signed = signed;
        this.caller = caller;
        this.addresses = addresses;
        this.request = request;
    }

    /**
     * Who has this role and calls; throws {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}. What kind of token it is is seen
     * from the token: the header {@code X-Snowflake-Authorization-Token-Type} of some clients says nothing new.
     */
    Identity with(String role, HttpHeaders headers) {
        String authorization = Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(IssuedTokens::unauthenticated);
        Optional<String> token = SnowflakeToken.of(authorization);
        if (token.isPresent()) {
            return ofIssued(token.get(), role);
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw IssuedTokens.unauthenticated();
        }
        String bearer = authorization.substring(BEARER.length()).strip();
        return signed.holder(bearer).orElseGet(this::ofProvider).with(role);
    }

    /** Who holds a token that we issued, and has this role. */
    Identity ofIssued(String token, String role) {
        return issued.holder(token, address(request.getCurrent().request(), addresses))
                .with(role);
    }

    /** Where a call comes from, if that is known. */
    static Optional<InetAddress> address(HttpServerRequest call, CallerAddress addresses) {
        String peer = call.connection().remoteAddress().hostAddress();
        int zone = peer.indexOf('%');
        return addresses.of(
                Cidr.address(zone < 0 ? peer : peer.substring(0, zone)),
                call.headers().getAll(FORWARDED_FOR));
    }

    /** The framework verifies the token when it is first asked about its holder. */
    private Identity ofProvider() {
        try {
            return new Identity(caller.tenant(), "subject " + caller.name(), caller.roles());
        } catch (AuthenticationFailedException refused) {
            throw new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required", refused);
        } catch (OIDCException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the identity provider cannot be asked", away);
        }
    }
}
