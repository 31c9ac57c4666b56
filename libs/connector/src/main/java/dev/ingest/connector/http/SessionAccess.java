package dev.ingest.connector.http;

import dev.ingest.connector.extension.Access;
import dev.ingest.connector.extension.OutgoingRequest;
import dev.ingest.connector.extension.Reply;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A session as replacements see it, for one request or slice. */
final class SessionAccess implements Access {
    private final HttpSession session;
    private final TokenExchange exchange;
    private final Scope scope;
    private Optional<Granted> granted = Optional.empty();

    SessionAccess(HttpSession session, TokenExchange exchange, Scope scope) {
        this.session = session;
        this.exchange = exchange;
        this.scope = scope;
    }

    /** The token that was asked for last. */
    Optional<Granted> granted() {
        return granted;
    }

    @Override
    public Value.Dict config() {
        return scope.config();
    }

    @Override
    public Instant now() {
        return session.clock().instant();
    }

    @Override
    public Reply send(OutgoingRequest request) {
        // Nobody knows which of its headers are secret, so none follows to another host.
        ApiRequest sent = new ApiRequest(
                request.method(),
                Urls.parse(request.address().toString()),
                Map.of(),
                request.headers(),
                request.body());
        return exchange.send(sent).reply();
    }

    @Override
    public String token(String name, Supplier<IssuedToken> obtain) {
        String credential = TokenCache.key(List.of("replacement", name, Python.repr(config())));
        TokenCache.Origin origin = TokenCache.Origin.of(() -> {
            IssuedToken issued = obtain.get();
            return new TokenCache.Token(issued.value(), now(), issued.expires());
        });
        String value = session.tokens()
                .obtain(credential, exchange.deadline(), now(), origin)
                .value();
        session.redactor().add(value);
        granted = Optional.of(new Granted(credential, value, true));
        return value;
    }
}
