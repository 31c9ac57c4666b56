package dev.ingest.writer.drain;

import dev.ingest.contracts.config.TableSpec;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.Lake;
import dev.ingest.lake.TableId;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepResult;
import dev.ingest.lake.upkeep.UpkeepStep;
import dev.ingest.writer.iceberg.TableSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One table's upkeep at the end of a drain. Its result is whether there is more to do that another round will come closer to:
 * what failed is left to the next records, or to the scheduler's reminder. It tells nobody and is charged to nobody.
 */
final class UpkeepRound implements Callable<Boolean> {
    private static final Logger LOG = Logger.getLogger(UpkeepRound.class);

    private final Ports ports;
    private final TableKey key;
    private final OldClaims claims;
    private final Instant deadline;

    UpkeepRound(Ports ports, TableKey key, OldClaims claims, Instant deadline) {
        this.ports = ports;
        this.key = key;
        this.claims = claims;
        this.deadline = deadline;
    }

    @Override
    public Boolean call() {
        Instant start = ports.clock().instant();
        try {
            return isWorthAnother(upkeep(), start);
        } catch (RuntimeException failure) {
            // the messages are done and told: a table that cannot be looked after now is no reason to do them again
            LOG.warnf(failure, "no upkeep: table=%s", key);
            return false;
        }
    }

    private UpkeepResult upkeep() {
        TableSpec spec = ports.control().table(key.tenant(), key.table());
        try (Lakes.Lease lease = ports.lakes().lease(key.tenant(), spec.destination())) {
            UpkeepResult result = lease.lake().table(TableSpecs.inLake(spec)).upkeep(policy(), ports.clock(), deadline);
            UpkeepResult letters =
                    lettersOf(lease.lake(), TableSpecs.inLake(spec).id());
            claims.expire(key.tenant(), spec.destination(), deadline);
            return new UpkeepResult(
                    Stream.concat(result.steps().stream(), letters.steps().stream())
                            .toList(),
                    result.isDue() || letters.isDue());
        }
    }

    /** A table's dead letters lie beside it, and are looked after with it. */
    private UpkeepResult lettersOf(Lake lake, TableId table) {
        return lake.find(table.deadLetters())
                .map(letters -> letters.upkeep(policy(), ports.clock(), deadline))
                .orElse(new UpkeepResult(List.of(), false));
    }

    private boolean isWorthAnother(UpkeepResult result, Instant start) {
        boolean dropped = false;
        for (UpkeepStep step : result.steps()) {
            if (step instanceof UpkeepStep.Dropped(String name, RuntimeException reason)) {
                LOG.warnf(reason, "upkeep came to nothing: table=%s step=%s", key, name);
                dropped = true;
            } else {
                LOG.infof("upkeep: table=%s did=%s", key, step);
            }
        }
        Duration took = Duration.between(start, ports.clock().instant());
        LOG.debugf(
                "upkeep: table=%s steps=%d due=%s took=%s", key, result.steps().size(), result.isDue(), took);
        return result.isDue() && !dropped && !result.steps().isEmpty();
    }

    private UpkeepPolicy policy() {
        WriterSettings.Upkeep settings = ports.settings().upkeep();
        UpkeepPolicy usual = UpkeepPolicy.DEFAULT;
        return new UpkeepPolicy(
                usual.readersMax(),
                new UpkeepPolicy.Files(
                        settings.fileBytes(),
                        settings.fileBytes(),
                        HeapShare.COMPACTIONS.bytes() / TablesUpkeep.AT_ONCE,
                        usual.files().readsToPayBack(),
                        usual.files().bytesPerSecond()),
                new UpkeepPolicy.Past(
                        settings.snapshotAgeMax(),
                        settings.snapshotsMax(),
                        usual.past().expireAtOnce(),
                        usual.past().branchAgeMax()),
                new UpkeepPolicy.Lost(
                        settings.orphanAgeMin(),
                        usual.lost().every(),
                        usual.lost().filesMax()),
                usual.manifestsMax());
    }
}
