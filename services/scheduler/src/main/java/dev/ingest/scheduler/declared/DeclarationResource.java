package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tenant has, as one document, and the way back. */
@Path("/api/v1/configuration")
public class DeclarationResource {
    private static final int FORMAT = 1;

    private final Caller caller;
    private final TenantRows rows;
    private final Kinds kinds;
    private final Applying applying;
    private final ObjectMapper json;

    DeclarationResource(Caller caller, TenantRows rows, Kinds kinds, Applying applying, ObjectMapper json) {
        this.caller = caller;
        this.rows = rows;
        this.kinds = kinds;
        this.applying = applying;
        this.json = json;
    }

    /** Everything, or one kind, or one thing: a document that would make it. */
    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<JsonNode> document(
            @QueryParam("kind") @Nullable String kind, @QueryParam("name") @Nullable String name) {
        String tenant = caller.tenant();
        List<Kind> wanted = wanted(kind);
        return rows.of(
                tenant,
                () -> Multi.createFrom()
                        .iterable(wanted)
                        .onItem()
                        .transformToUniAndConcatenate(each -> each.all(tenant)
                                .map(items -> items.stream()
                                        .filter(item ->
                                                name == null || each.name(item).equals(name))
                                        .toList()))
                        .collect()
                        .asList()
                        .map(lists -> document(wanted, lists, Optional.ofNullable(name))));
    }

    private List<Kind> wanted(@Nullable String kind) {
        List<Kind> wanted = kinds.inOrder().stream()
                .filter(each -> kind == null || each.field().equals(kind))
                .toList();
        if (wanted.isEmpty()) {
            throw IngestException.invalid("kind: '%s' (expected: one of %s)"
                    .formatted(
                            kind,
                            String.join(
                                    ", ",
                                    kinds.inOrder().stream().map(Kind::field).toList())));
        }
        return wanted;
    }

    private JsonNode document(List<Kind> wanted, List<List<ObjectNode>> lists, Optional<String> name) {
        ObjectNode document = json.createObjectNode().put("ingest", FORMAT);
        for (int i = 0; i < wanted.size(); i++) {
            if (!lists.get(i).isEmpty()) {
                document.putArray(wanted.get(i).field()).addAll(lists.get(i));
            }
        }
        if (name.isPresent() && document.size() == 1) {
            throw IngestException.notFound("a thing", name.get());
        }
        return document;
    }

    /** Makes the things what the document says, all of them or none. What it does not name stays as it is. */
    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Applied> apply(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            JsonNode document) {
        return applying.apply(caller.tenant(), Body.required("body", document), Optional.ofNullable(ifMatch), dryRun);
    }

    /** The JSON Schema of documents. */
    @GET
    @Path("/schema")
    @Produces("application/schema+json")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public String schema() {
        return Document.SCHEMA;
    }
}
