package dev.ingest.masking.http;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** What fitted no row, of all tables of the tenant. */
@Path("/api/v1/dead-letters")
@Blocking
public class DeadLettersResource {
    private static final int LIMIT_MAX = 1000;

    private final Caller caller;
    private final DeadLetterPages pages;
    private final DeadLetterRecords records;
    private final Reads reads;

    DeadLettersResource(Caller caller, DeadLetterPages pages, DeadLetterRecords records, Reads reads) {
        this.caller = caller;
        this.pages = pages;
        this.records = records;
        this.reads = reads;
    }

    /** A page of dead letters, without their records. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public DeadLetterPages.Page list(
            @QueryParam("table") Optional<String> table,
            @QueryParam("replayed") Optional<String> replayed,
            @QueryParam("reason") Optional<String> reason,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") Optional<String> limit) {
        return pages.page(caller.tenant(), query(table, replayed, reason, after, limit));
    }

    private static DeadLetterPages.Query query(
            Optional<String> table,
            Optional<String> replayed,
            Optional<String> reason,
            Optional<String> after,
            Optional<String> limit) {
        try {
            return new DeadLetterPages.Query(
                    table.map(TableRef::parse),
                    replayed.map(DeadLettersResource::yesOrNo),
                    reason,
                    after.map(DeadLetterPages.Place::parse),
                    limit.map(DeadLettersResource::limit).orElse(100));
        } catch (IllegalArgumentException unfit) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("replayed: '%s' (expected: true or false)".formatted(text));
        };
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LIMIT_MAX) {
            throw new IllegalArgumentException("limit: '%s' (expected: 1 to %d)".formatted(text, LIMIT_MAX));
        }
        return Integer.parseInt(text);
    }

    /** A record as it came: no mask can find the personal values in it, so every read is written down. */
    @GET
    @Path("{namespace}/{table}/{id}/record")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed(Roles.TENANT_ADMIN)
    public byte[] record(
            @PathParam("namespace") String namespace, @PathParam("table") String table, @PathParam("id") String id) {
        byte[] record = records.read(caller.tenant(), TablesResource.ref(namespace, table), id);
        reads.note(caller.tenant(), caller.name(), "%s.%s/%s".formatted(namespace, table, id));
        return record;
    }
}
