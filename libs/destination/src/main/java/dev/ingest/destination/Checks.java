package dev.ingest.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.Policy.Statement;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.destination.Destinations.Place;
import dev.ingest.lake.DestinationCheck;
import dev.ingest.lake.DestinationCheck.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tries which rights a destination grants to whoever writes its tables. */
@Singleton
public final class Checks {
    private static final String KEY_ACTIONS = "kms:";

    private final Destinations destinations;

    Checks(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * One right.
     *
     * @param right {@code WRITE}, {@code READ}, {@code LIST}, {@code DELETE} or {@code CATALOG}
     * @param outcome whether it is there, or could not be tried
     * @param statement the statement of the printed policy that gives it; none where no policy of AWS does
     * @param problem why it is not granted, in the words of who refused it; none if it is
     */
    @RegisterForReflection
    public record Checked(String right, Outcome outcome, Optional<String> statement, Optional<String> problem) {}

    /**
     * Tries each of them, and leaves nothing behind that may be deleted.
     *
     * @throws IngestException {@code INVALID_ARGUMENT}, naming what is wrong with the destination, or where it is the platform's
     *     own
     */
    public List<Checked> check(String tenant, DestinationSpec spec) {
        if (spec.kind().equals(DestinationSpec.MANAGED)) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "destination %s: nobody but the platform grants rights on its own (expected: a destination of kind jdbc, rest or glue)"
                            .formatted(spec.name()));
        }
        Place place = destinations.of(tenant, spec);
        Set<String> printed = printed(spec);
        return destinations
                .reach(
                        place,
                        allowed -> DestinationCheck.run(
                                place.destination(),
                                place.credentials(),
                                allowed,
                                UUID.randomUUID().toString()))
                .stream()
                .map(result -> new Checked(
                        result.right().name(),
                        result.outcome(),
                        Optional.of(statement(result)).filter(printed::contains),
                        result.problem()))
                .toList();
    }

    private static Set<String> printed(DestinationSpec spec) {
        return switch (TenantDestination.of(spec)) {
            case TenantDestination.Managed ignored -> Set.of();
            case TenantDestination.Own own ->
                Rights.ofRole(own).statements().stream().map(Statement::sid).collect(Collectors.toUnmodifiableSet());
        };
    }

    /** A store that is not let use the key says so, and refuses the file. */
    private static String statement(DestinationCheck.Result result) {
        if (result.problem().filter(problem -> problem.contains(KEY_ACTIONS)).isPresent()) {
            return Rights.KEY;
        }
        return switch (result.right()) {
            case WRITE -> Rights.WRITE;
            case READ -> Rights.READ;
            case LIST -> Rights.LIST;
            case DELETE -> Rights.DELETE;
            case CATALOG -> Rights.CATALOG;
        };
    }
}
