package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.config.DerivedSecrets;
import dev.ingest.connector.extension.Access;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;
import dev.ingest.expression.PrintObserver;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends a requester's requests until one is answered for good. One per slice: it knows the deadline and counts. */
public final class ApiClient {
    private final HttpSession session;
    private final Source source;
    private final Deadline deadline;
    private final Tries tries;
    private final Traffic traffic = new Traffic();
    private final PrintObserver derived;

    /** @param deadline no request or wait begins after it */
    public ApiClient(HttpSession session, Source source, Instant deadline) {
        this.session = session;
        this.source = source;
        this.deadline = new Deadline(session, deadline);
        this.derived = DerivedSecrets.of(source.spec(), session.redactor()::addDerived);
        this.tries = new Tries(session, source, this.deadline, traffic);
    }

    public HttpSession session() {
        return session;
    }

    /** How closely the manifest's words are followed. */
    public Compatibility compatibility() {
        return source.compatibility();
    }

    /** @throws DeferredException when the deadline has come */
    public void checkDeadline() {
        deadline.check();
    }

    /** Why there is no answer now, where it cannot be waited for. */
    public ReadException unmet(Instant notBefore) {
        return deadline.unmet(notBefore);
    }

    /** @throws DeferredException when the wait is longer than this slice may wait */
    public void pause(Duration wait) {
        deadline.pause(wait);
    }

    /** For replacements. */
    public Access access(Scope scope) {
        return new SessionAccess(session, new TokenExchange(session, deadline), scope);
    }

    /** For a job of the API. */
    public JobPlace job(Scope scope) {
        return new JobPlace(session.jobs(), source, scope);
    }

    /** Requests that have failed and are still to be tried again, for whoever reads the rest; opaque. */
    public Value openTries() {
        return tries.spent().toValue();
    }

    /** Goes on with the tries that another client has left. */
    public void resumeTries(Value open) {
        tries.spent().restore(open);
    }

    /** There was progress: what failed before it counts no more. */
    public void forgetTries() {
        tries.spent().clear();
    }

    /** Requests answered so far, repeated ones included. */
    public long requests() {
        return traffic.requests();
    }

    /** Bytes of the answers so far, after decompression. */
    public long bytes() {
        return traffic.bytes();
    }

    /**
     * Reads an answer whole.
     *
     * @param nextAddress of the next page, where its token is an address
     * @return the answer; one to be ignored still has its error status
     * @throws ReadException when there is no use in trying again
     * @throws DeferredException when the next try would come after the deadline
     * @throws PaginationResetException when an error handler says so
     */
    public ApiResponse fetch(
            Requester requester, Scope scope, List<Injection> injections, Optional<String> nextAddress) {
        Answer answer = tries.answer(new Call(requester, scope.observed(derived), injections, nextAddress, false));
        return switch (answer) {
            case Answer.Whole(var response) -> response;
            case Answer.Arriving arriving -> throw new IllegalStateException("a whole answer was asked for");
        };
    }

    /**
     * As {@link #fetch}, but the body is read while it arrives. Of a body without an error status the error handler's filters see the
     * first {@link ErrorRules#JUDGED_BYTES}.
     */
    public StreamedResponse open(
            Requester requester, Scope scope, List<Injection> injections, Optional<String> nextAddress) {
        Answer answer = tries.answer(new Call(requester, scope.observed(derived), injections, nextAddress, true));
        boolean counted = answer instanceof Answer.Whole;
        CheckedBody body = new CheckedBody(
                answer.head().request(),
                answer.body(),
                session.limits().maxStreamBytes(),
                bytes -> traffic.arrived(counted ? 0 : bytes),
                counted ? () -> {} : deadline::checkBody);
        return new StreamedResponse(answer.head(), body);
    }
}
