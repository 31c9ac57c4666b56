package dev.ingest.masking.http;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.LakeException;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.TableId;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds a tenant's tables where the control plane says they are. Blocking; on platform threads only. */
@Singleton
class Tables {
    /** Where the writer leaves what it could not merge, after the name of the table that it was meant for. */
    private static final String DEAD_LETTERS = "__dead_letters";

    private final ControlPlane control;
    private final Lakes lakes;
    private final RowSettings settings;
    private final Semaphore reads;

    Tables(ControlPlane control, Lakes lakes, RowSettings settings) {
        this.control = control;
        this.lakes = lakes;
        this.settings = settings;
        this.reads = new Semaphore(settings.maxReads());
    }

    /** Works with a table. One that is not configured, not yet written, or another tenant's does not exist, all in the same words. */
    <T> T with(String tenant, TableRef table, BiFunction<TableSpec, LakeTable, T> work) {
        return ifWritten(tenant, table, work).orElseThrow(() -> IngestException.notFound("table", table.toString()));
    }

    /** Works with a table that is configured, if it has been written. */
    <T> Optional<T> ifWritten(String tenant, TableRef table, BiFunction<TableSpec, LakeTable, T> work) {
        TableSpec spec = control.table(tenant, table);
        return find(spec, spec.table(), found -> work.apply(spec, found));
    }

    /** Whether this is the table of another table's dead letters. */
    static boolean isDeadLetters(TableRef table) {
        return table.name().endsWith(DEAD_LETTERS);
    }

    /** Works with a table's dead letters, which lie beside it; {@code letters} is their own table. */
    <T> T withDeadLetters(String tenant, TableRef letters, Function<LakeTable, T> work) {
        String name = letters.name().substring(0, letters.name().length() - DEAD_LETTERS.length());
        return owner(tenant, letters.namespace(), name)
                .flatMap(spec -> find(spec, letters, work))
                .orElseThrow(() -> IngestException.notFound("table", letters.toString()));
    }

    /** What the control plane says of the tenant's tables, written or not. */
    List<TableSpec> specs(String tenant) {
        return control.tables(tenant);
    }

    /** Works with a table's dead letters, if it has any. */
    <T> Optional<T> deadLettersOf(TableSpec spec, Function<LakeTable, T> work) {
        return find(spec, new TableRef(spec.table().namespace(), spec.table().name() + DEAD_LETTERS), work);
    }

    private Optional<TableSpec> owner(String tenant, String namespace, String name) {
        return control.tables(tenant).stream()
                .filter(spec -> spec.table().namespace().equals(namespace)
                        && spec.table().name().equals(name))
                .findFirst();
    }

    /** Works with each table that has been written. */
    <T> List<T> each(String tenant, Function<LakeTable, T> work) {
        return control.tables(tenant).stream()
                .flatMap(spec -> find(spec, spec.table(), work).stream())
                .toList();
    }

    private <T> Optional<T> find(TableSpec spec, TableRef table, Function<LakeTable, T> work) {
        if (!reads.tryAcquire()) {
            throw new IngestException(
                    ErrorCode.UNAVAILABLE, "%d calls are reading already".formatted(settings.maxReads()));
        }
        try {
            return read(spec, table, work);
        } finally {
            reads.release();
        }
    }

    private <T> Optional<T> read(TableSpec spec, TableRef table, Function<LakeTable, T> work) {
        var id = new TableId(table.namespace(), table.name());
        try (Lakes.Lease lease = lease(spec)) {
            return lease.lake().find(id).map(work);
        } catch (UncheckedSQLException | SdkException | UncheckedIOException | LakeException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the table's destination cannot be read now", away);
        }
    }

    /** Whoever reads cannot mend what the tenant's admin wrote. */
    private Lakes.Lease lease(TableSpec spec) {
        try {
            return lakes.lease(spec.tenant(), spec.destination());
        } catch (IngestException unfit) {
            throw new IngestException(ErrorCode.UNAVAILABLE, String.valueOf(unfit.getMessage()), unfit);
        }
    }
}
