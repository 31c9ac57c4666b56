package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.error.InvalidNameException;
import dev.ingest.scheduler.declared.Applied.Action;
import dev.ingest.scheduler.declared.Document.Item;
import dev.ingest.scheduler.declared.Kind.Present;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes a tenant's things what a document says: all of them in one transaction, or none. */
@Singleton
final class Applying {
    /** A message of ours that begins with the field that is wrong. */
    private static final Pattern FIELD = Pattern.compile("[a-zA-Z][\\w\\[\\].-]*: .*", Pattern.DOTALL);

    private final TenantRows rows;
    private final Kinds kinds;
    private final EntityTags tags;

    Applying(TenantRows rows, Kinds kinds, EntityTags tags) {
        this.rows = rows;
        this.kinds = kinds;
        this.tags = tags;
    }

    /**
     * @param ifMatch the tag of what the caller saw, or none for whoever does not care
     * @param dryRun whether to undo everything and only tell what would have been
     */
    Uni<Applied> apply(String tenant, JsonNode document, Optional<String> ifMatch, boolean dryRun) {
        List<Item> items = Document.items(document, kinds.inOrder());
        return rows.of(
                tenant,
                () -> each(items, item -> item.kind().present(tenant, item.node()))
                        .chain(before -> {
                            String tag = tag(before);
                            check(ifMatch, tag);
                            Iterator<Optional<Present>> next = before.iterator();
                            return each(items, item -> put(tenant, item, next.next()))
                                    .map(things -> new Applied(tag, dryRun, things));
                        })
                        .call(() -> dryRun ? undone() : Uni.createFrom().voidItem()));
    }

    private static Uni<?> undone() {
        return Panache.currentTransaction().invoke(transaction -> transaction.markForRollback());
    }

    private String tag(List<Optional<Present>> before) {
        List<JsonNode> views = new ArrayList<>();
        before.forEach(present -> views.add(
                present.map(Present::view).orElse(com.fasterxml.jackson.databind.node.NullNode.getInstance())));
        return tags.of(views).getValue();
    }

    private static void check(Optional<String> ifMatch, String tag) {
        if (ifMatch.isPresent() && !ifMatch.get().replace("\"", "").equals(tag)) {
            throw new IngestException(
                    ErrorCode.PRECONDITION_FAILED,
                    "something in the document was changed since it was read (If-Match: %s): compare again"
                            .formatted(ifMatch.get()));
        }
    }

    private static Uni<Applied.Thing> put(String tenant, Item item, Optional<Present> before) {
        return Uni.createFrom()
                .deferred(() -> item.kind().put(tenant, item.node(), before))
                .chain(() -> item.kind().present(tenant, item.node()))
                .map(after -> thing(item, before, after.orElseThrow()))
                .onFailure(IngestException.class)
                .transform(failure -> located(item, failure))
                .onFailure(InvalidNameException.class)
                .transform(failure -> located(item, IngestException.invalid(String.valueOf(failure.getMessage()))));
    }

    private static Applied.Thing thing(Item item, Optional<Present> before, Present after) {
        Map<String, Applied.Field> fields = Differences.between(before.map(Present::view), after.view());
        Action action = before.isEmpty() ? Action.CREATED : fields.isEmpty() ? Action.UNCHANGED : Action.CHANGED;
        return new Applied.Thing(item.kind().field(), item.name(), action, fields);
    }

    private static IngestException located(Item item, IngestException failure) {
        String message = String.valueOf(failure.getMessage());
        String link = FIELD.matcher(message).matches() ? "." : ": ";
        return new IngestException(failure.code(), item.path() + link + message, failure);
    }

    private static <A, B> Uni<List<B>> each(List<A> all, Function<A, Uni<B>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList();
    }
}
