package dev.ingest.masking.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Claim;
import dev.ingest.destination.ClaimStores;
import dev.ingest.lake.BrokenClaimException;
import dev.ingest.lake.ClaimStore;
import dev.ingest.lake.Filter;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record of a dead letter, as it came, from the table or from where large ones are kept. */
@Singleton
class DeadLetterRecords {
    private final Tables tables;
    private final ClaimStores claims;
    private final RowSettings settings;

    DeadLetterRecords(Tables tables, ClaimStores claims, RowSettings settings) {
        this.tables = tables;
        this.claims = claims;
        this.settings = settings;
    }

    /** Its bytes; {@link ErrorCode#NOT_FOUND} if there is no such letter, or its bytes are gone. */
    byte[] read(String tenant, TableRef table, String id) {
        TableSpec spec = tables.specs(tenant).stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .orElseThrow(() -> IngestException.notFound("table", table.toString()));
        Map<String, @Nullable Object> letter = tables.deadLettersOf(spec, found -> row(found, id))
                .flatMap(Function.identity())
                .orElseThrow(() -> IngestException.notFound("dead letter", id));
        return claim(letter).map(claim -> claimed(spec, claim)).orElseGet(() -> bytes(letter));
    }

    /** As it came, also where its text would not be all of it. */
    private static byte[] bytes(Map<String, @Nullable Object> letter) {
        if (letter.get("bytes") instanceof ByteBuffer noText) {
            byte[] bytes = new byte[noText.remaining()];
            noText.duplicate().get(bytes);
            return bytes;
        }
        return Objects.requireNonNull(letter.get("record")).toString().getBytes(UTF_8);
    }

    private static Optional<Map<String, @Nullable Object>> row(LakeTable letters, String id) {
        try (Rows rows = letters.rows(RowQuery.all().where(Filter.equal("id", id)))) {
            return rows.hasNext() ? Optional.of(rows.nextByName()) : Optional.empty();
        }
    }

    private static Optional<Claim> claim(Map<String, @Nullable Object> row) {
        return Optional.ofNullable(row.get("claim_uri"))
                .map(uri -> new Claim(
                        uri.toString(),
                        (long) Objects.requireNonNull(row.get("claim_length")),
                        Objects.requireNonNull(row.get("claim_sha256")).toString()));
    }

    private byte[] claimed(TableSpec spec, Claim claim) {
        long most = settings.maxAnswer().asLongValue();
        if (claim.length() > most) {
            throw new IngestException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the record has %d bytes (expected: at most %d, ingest.rows.max-answer): read %s"
                            .formatted(claim.length(), most, claim.uri()));
        }
        try (ClaimStore store = claims.open(spec.tenant(), spec.destination())) {
            return store.fetch(claim, Math.toIntExact(most));
        } catch (BrokenClaimException gone) {
            throw new IngestException(ErrorCode.NOT_FOUND, String.valueOf(gone.getMessage()), gone);
        }
    }
}
