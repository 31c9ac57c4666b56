package dev.ingest.connector.http;

import dev.ingest.connector.http.CredentialStore.Credentials;
import dev.ingest.connector.manifest.OAuth;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Access tokens whose refresh tokens can be used once. Many APIs take a second use for theft and revoke everything, so of all
 * processes that hold the credential one claims it in the store, refreshes, and stores what it got; the others wait for that.
 */
final class RotatedTokens {
    /** A claim whose owner died ends by itself. */
    private static final Duration CLAIM = Duration.ofMinutes(2);
    /** The token request ends this much before its claim does: clocks differ, and the answer has to be stored. */
    private static final Duration RESERVE = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** Looks at the store while others write to it. */
    private static final int LOOKS_MAX = 300;
    /** Tries to keep what a refresh gave, while the store is away: it is nowhere else. They end within {@link #RESERVE}. */
    private static final int STORE_TRIES_MAX = 5;

    private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

    private final HttpSession session;
    private final TokenExchange exchange;

    RotatedTokens(HttpSession session, TokenExchange exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    Granted token(OAuth oauth, OAuth.Rotation rotation, Scope scope) {
        String url = oauth.endpoint().orElseThrow().coercedText(scope);
        String credential = TokenCache.key(List.of(url, dotted(rotation.refreshToken()), Python.repr(scope.config())));
        Rotating rotating =
                new Rotating(oauth, rotation, scope, url, session.credentials().of(credential));
        TokenCache.Token token = session.tokens()
                .obtain(
                        credential,
                        exchange.deadline(),
                        session.clock().instant(),
                        new TokenCache.Origin(() -> rotating.known(rotating.store.read()), rotating::renewed));
        return new Granted(credential, token.value(), true);
    }

    private static String dotted(List<String> path) {
        return String.join(".", path);
    }

    /** One credential while it is looked at or renewed. */
    private final class Rotating {
        private final OAuth oauth;
        private final OAuth.Rotation rotation;
        private final Scope scope;
        private final String url;
        private final CredentialStore store;
        private final String claim;
        private final UnsavedGrants.Place unsaved;

        Rotating(OAuth oauth, OAuth.Rotation rotation, Scope scope, String url, CredentialStore store) {
            this.oauth = oauth;
            this.rotation = rotation;
            this.scope = scope;
            this.url = url;
            this.store = store;
            this.claim = dotted(rotation.refreshToken()) + "_claim";
            this.unsaved = new UnsavedGrants.Place(store, url, dotted(rotation.refreshToken()));
        }

        private String value(Credentials stored, List<String> path) {
            return Optional.ofNullable(stored.values().get(dotted(path))).orElseGet(() -> inConfig(path));
        }

        private String inConfig(List<String> path) {
            Value current = scope.config();
            for (String name : path) {
                current = current instanceof Value.Dict dict ? dict.at(name).orElse(Value.NONE) : Value.NONE;
            }
            return current instanceof Value.None ? "" : Python.str(current);
        }

        Optional<TokenCache.Token> known(Credentials stored) {
            String token = value(stored, rotation.accessToken());
            Optional<Instant> expires = Moments.parse(value(stored, rotation.expires()));
            return token.isEmpty()
                    ? Optional.empty()
                    : expires.map(
                            end -> new TokenCache.Token(token, session.clock().instant(), end));
        }

        TokenCache.Token renewed(Optional<String> refused) {
            Optional<TokenCache.Token> kept = unsaved();
            if (kept.isPresent()) {
                return kept.get();
            }
            for (int i = 0; i < LOOKS_MAX; i++) {
                Credentials stored = store.read();
                Instant now = session.clock().instant();
                Optional<TokenCache.Token> rotatedByOther = known(stored)
                        .filter(token -> token.isFresh(now))
                        .filter(token -> !refused.equals(Optional.of(token.value())));
                if (rotatedByOther.isPresent()) {
                    return rotatedByOther.get();
                }
                if (isClaimed(stored, now)) {
                    exchange.deadline().pause(LOOK_AGAIN);
                } else {
                    Optional<TokenCache.Token> renewed = claim(stored, now.plus(CLAIM));
                    if (renewed.isPresent()) {
                        return renewed.get();
                    }
                }
            }
            throw new ReadException(
                    ReadException.Kind.TRANSIENT,
                    oauth.manifestPath() + ": others keep renewing this credential (" + LOOKS_MAX + " looks)");
        }

        /** None if another was faster. */
        private Optional<TokenCache.Token> claim(Credentials free, Instant until) {
            String mine = until + " " + UUID.randomUUID();
            if (!store.replace(free.version(), Map.of(claim, mine))) {
                return Optional.empty();
            }
            Credentials stored = store.read();
            return mine.equals(stored.values().get(claim))
                    ? Optional.of(claimed(stored, until.minus(RESERVE)))
                    : Optional.empty();
        }

        private boolean isClaimed(Credentials stored, Instant now) {
            String until = stored.values().getOrDefault(claim, "").split(" ", 2)[0];
            return Moments.parse(until).filter(now::isBefore).isPresent();
        }

        private TokenCache.Token claimed(Credentials stored, Instant end) {
            Optional<UnsavedGrants.Grant> grant;
            try {
                grant = ask(stored, end).map(response -> grant(stored, new OAuthAnswer(oauth, scope, response)));
            } catch (ReadException | DeferredException nothingGranted) {
                // Best effort: if another has written meanwhile the claim ends by itself.
                boolean _ = store.replace(stored.version(), Map.of(claim, ""));
                throw nothingGranted;
            }
            if (grant.isPresent()) {
                // From here on the token is used: only the write that stores the next one gives the claim back.
                return store(grant.get());
            }
            // The claim stays until it ends: an answer on its way is not overtaken by a second use.
            throw new ReadException(
                    ReadException.Kind.TRANSIENT,
                    oauth.manifestPath()
                            + ": the answer to a refresh token that can be used once was lost, so it may be"
                            + " used up; if the API refuses it from now on, authorize the connection again");
        }

        private Optional<ApiResponse> ask(Credentials stored, Instant end) {
            String refreshToken = value(stored, rotation.refreshToken());
            session.redactor().add(refreshToken);
            OAuthRequest.Values values = OAuthRequest.values(oauth, scope);
            String clientId = inConfig(List.of("credentials", "client_id"));
            String secret = inConfig(List.of("credentials", "client_secret"));
            OAuthRequest.Values held = new OAuthRequest.Values(
                    clientId.isEmpty() ? values.clientId() : clientId,
                    secret.isEmpty() ? values.clientSecret() : secret,
                    Optional.of(refreshToken),
                    rotation.refreshTokenName());
            session.redactor().add(held.clientSecret());
            Map<Value, Value> headers = OAuthRequest.headers(oauth, scope);
            Map<String, Value> form = OAuthRequest.form(oauth, held, headers, scope);
            return exchange.sendOnce(OAuthRequest.build(oauth, url, form, headers), oauth.refusal(), end);
        }

        private UnsavedGrants.Grant grant(Credentials used, OAuthAnswer answer) {
            TokenCache.Token token = answer.token(session.clock().instant());
            session.redactor().add(token.value());
            Map<String, String> changed = new HashMap<>();
            changed.put(dotted(rotation.accessToken()), token.value());
            changed.put(dotted(rotation.expires()), token.expires().toString());
            changed.put(claim, "");
            answer.text(rotation.refreshTokenName()).ifPresent(next -> {
                session.redactor().add(next);
                changed.put(dotted(rotation.refreshToken()), next);
            });
            return new UnsavedGrants.Grant(used, changed, token);
        }

        private TokenCache.Token store(UnsavedGrants.Grant grant) {
            session.unsaved().keep(unsaved, grant);
            TokenCache.Token current = saved(grant);
            session.unsaved().forget(unsaved, grant);
            return current;
        }

        /** What an earlier refresh gave and no store has taken yet: its refresh token is the only one that still counts. */
        private Optional<TokenCache.Token> unsaved() {
            return session.unsaved().find(unsaved).map(grant -> {
                TokenCache.Token token = saved(grant);
                session.unsaved().forget(unsaved, grant);
                return token;
            });
        }

        /**
         * A store that is away is asked again, even past the slice's deadline: who gave up here would lose the credential. If it
         * stays away its failure goes on, and the grant waits in the session.
         */
        private TokenCache.Token saved(UnsavedGrants.Grant grant) {
            for (int tries = 1; ; tries++) {
                try {
                    return save(grant.used(), grant.changed(), grant.token());
                } catch (ReadException | DeferredException ofTheRead) {
                    throw ofTheRead;
                } catch (RuntimeException away) {
                    if (tries == STORE_TRIES_MAX) {
                        throw away;
                    }
                    exchange.deadline().pauseRegardless(STORE_PAUSE.multipliedBy(tries));
                }
            }
        }

        private TokenCache.Token save(Credentials used, Map<String, String> changed, TokenCache.Token token) {
            Credentials against = used;
            for (int i = 0; i < LOOKS_MAX; i++) {
                if (store.replace(against.version(), changed)) {
                    return token;
                }
                against = store.read();
                if (Objects.equals(against.values().get(dotted(rotation.accessToken())), token.value())) {
                    // The store took it, though its answer was lost.
                    return token;
                }
                if (!value(against, rotation.refreshToken()).equals(value(used, rotation.refreshToken()))) {
                    // The claim ended before we were done, and another has rotated: what it got is what counts.
                    return known(against).orElse(token);
                }
            }
            throw new ReadException(
                    ReadException.Kind.TRANSIENT,
                    oauth.manifestPath() + ": the renewed credential could not be stored (" + LOOKS_MAX + " tries)");
        }
    }
}
