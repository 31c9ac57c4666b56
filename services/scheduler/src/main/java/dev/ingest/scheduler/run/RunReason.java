package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceFailed.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a run is where it is, for a person.
 *
 * @param message what happened
 * @param action what to do about it
 * @param link where: a path of our REST
 */
public record RunReason(String message, String action, Optional<String> link) {
    /** None for a run that goes or went well. */
    static Optional<RunReason> of(Run run, String credential, List<RunView.Failure> failures) {
        return switch (run.state()) {
            case RunState.Queued queued ->
                Optional.of(
                        plain("it waits for its slices to be planned", "nothing: it begins within a minute or two"));
            case RunState.WaitingForBudget(var until) ->
                Optional.of(plain("the API asked to wait until %s".formatted(until), "nothing: it goes on by itself"));
            case RunState.Cancelled(String by) ->
                Optional.of(plain(
                        "cancelled by %s".formatted(by),
                        "run the pipeline again: what was not fetched is fetched then"));
            case RunState.Running running -> Optional.empty();
            case RunState.Succeeded succeeded -> Optional.empty();
            case RunState.PartlyFailed some -> failed(run, credential, failures);
            case RunState.Failed all -> failed(run, credential, failures);
        };
    }

    private static RunReason plain(String message, String action) {
        return new RunReason(message, action, Optional.empty());
    }

    /** The kind that most depends on a person is told; the rest is in the run's errors. */
    private static Optional<RunReason> failed(Run run, String credential, List<RunView.Failure> failures) {
        return failures.stream()
                .min(Comparator.comparing(failure -> urgency(failure.kind())))
                .map(worst -> new RunReason(
                        "stream '%s': %s".formatted(worst.stream(), worst.message()),
                        action(worst.kind(), credential),
                        Optional.of(link(worst.kind(), run, credential))));
    }

    private static int urgency(Kind kind) {
        return switch (kind) {
            case AUTH -> 0;
            case CONFIG -> 1;
            case RATE_LIMIT -> 2;
            case TRANSIENT -> 3;
        };
    }

    /** What to do about a failure of that kind. */
    static String action(Kind kind, String credential) {
        return switch (kind) {
            case AUTH ->
                "paste the credential '%s' again and check the pipeline: it resumes when the API takes it"
                        .formatted(credential);
            case CONFIG -> "change what the message names in the connector or the pipeline, then retry the run";
            case RATE_LIMIT -> "retry the run later, or run the pipeline less often";
            case TRANSIENT -> "retry the run: only what failed is fetched again";
        };
    }

    private static String link(Kind kind, Run run, String credential) {
        return switch (kind) {
            case AUTH -> credentialLink(credential);
            case CONFIG -> "/api/v1/pipelines/" + run.pipeline;
            case RATE_LIMIT, TRANSIENT -> "/api/v1/runs/%s/retry".formatted(run.id);
        };
    }

    /** Where a credential is written. */
    static String credentialLink(String credential) {
        return "/api/v1/credentials/" + credential;
    }
}
