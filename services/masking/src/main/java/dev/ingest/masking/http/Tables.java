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
import java.util.function.Function;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds a tenant's tables where the control plane says they are. Blocking; on platform threads only. */
@Singleton
class Tables {
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
    <T> T with(String tenant, TableRef table, Function<LakeTable, T> work) {
        return find(control.table(tenant, table), work)
                .orElseThrow(() -> IngestException.notFound("table", table.toString()));
    }

    /** Works with each table that has been written. */
    <T> List<T> each(String tenant, Function<LakeTable, T> work) {
        return control.tables(tenant).stream()
                .flatMap(spec -> find(spec, work).stream())
                .toList();
    }

    private <T> Optional<T> find(TableSpec spec, Function<LakeTable, T> work) {
        if (!reads.tryAcquire()) {
            throw new IngestException(
                    ErrorCode.UNAVAILABLE, "%d calls are reading already".formatted(settings.maxReads()));
        }
        try {
            return read(spec, work);
        } finally {
            reads.release();
        }
    }

    private <T> Optional<T> read(TableSpec spec, Function<LakeTable, T> work) {
        var id = new TableId(spec.table().namespace(), spec.table().name());
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
