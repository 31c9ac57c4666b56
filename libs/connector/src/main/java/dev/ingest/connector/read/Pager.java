package dev.ingest.connector.read;

import dev.ingest.connector.extension.CustomPaginationStrategy;
import dev.ingest.connector.extension.Reply;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ResponseHead;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.PaginationStrategy;
import dev.ingest.connector.manifest.PaginationStrategy.CursorPagination;
import dev.ingest.connector.manifest.PaginationStrategy.OffsetIncrement;
import dev.ingest.connector.manifest.PaginationStrategy.PageIncrement;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the next page's token. */
final class Pager {
    /**
     * What a page showed.
     *
     * @param response the page's body; an empty object where it was not looked at
     * @param extracted records before any filter
     * @param selected records that were given on
     * @param last the last of those
     */
    record Seen(ResponseHead head, Value response, long extracted, long selected, Optional<Selected> last) {
        private CustomPaginationStrategy.SeenPage as(Optional<Value> token) {
            return new CustomPaginationStrategy.SeenPage(
                    new Reply(head.status(), head.headers(), response), token, extracted, last.map(Selected::record));
        }
    }

    private final PaginationStrategy strategy;
    private final Scope scope;

    Pager(PaginationStrategy strategy, Scope scope) {
        this.strategy = strategy;
        this.scope = scope;
    }

    /** The first request's token: none, unless the manifest wants one. */
    Optional<Value> first() {
        return switch (strategy) {
            case PageIncrement(var size, var firstPage, var inject) ->
                inject ? Optional.of(Value.of(firstPage)) : Optional.empty();
            case OffsetIncrement(var size, var inject) -> inject ? Optional.of(Value.of(0)) : Optional.empty();
            case CursorPagination cursor -> Optional.empty();
            case PaginationStrategy.Custom(var size, var replacement) -> replacement.first(scope.config());
        };
    }

    boolean looksAtResponse() {
        return strategy.looksAtResponse();
    }

    Optional<Value> pageSize() {
        return strategy.pageSize().map(size -> integer(size, scope)).filter(Python::truth);
    }

    private static Value integer(Interpolated size, Scope scope) {
        Value value = size.value(scope);
        if (!(value instanceof Value.Int)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    size.path() + ": '" + Python.str(value) + "' is not a page size (expected an integer)");
        }
        return value;
    }

    Optional<Value> next(Optional<Value> current, Seen page) {
        Optional<Value> next =
                switch (strategy) {
                    case PageIncrement(var size, var firstPage, var inject) ->
                        isLast(page) ? Optional.empty() : Optional.of(add(current, firstPage, 1));
                    case OffsetIncrement(var size, var inject) ->
                        isLast(page) ? Optional.empty() : Optional.of(add(current, 0, page.extracted()));
                    case CursorPagination(var size, var value, var stop) -> cursor(value, stop, page);
                    case PaginationStrategy.Custom(var size, var replacement) ->
                        replacement.next(page.as(current), scope.config());
                };
        return next.filter(Python::truth);
    }

    private boolean isLast(Seen page) {
        Scope seen = scope.with("response", page.response());
        Optional<BigInteger> size = strategy.pageSize()
                .map(template -> integer(template, seen))
                .filter(Python::truth)
                .map(value -> value instanceof Value.Int(var number) ? number : BigInteger.ZERO);
        BigInteger count = BigInteger.valueOf(page.extracted());
        return page.extracted() == 0
                || size.map(most -> count.compareTo(most) < 0).orElse(false);
    }

    private static Value add(Optional<Value> current, int first, long more) {
        BigInteger from =
                current.orElse(Value.NONE) instanceof Value.Int(var number) ? number : BigInteger.valueOf(first);
        return new Value.Int(from.add(BigInteger.valueOf(more)));
    }

    private Optional<Value> cursor(Interpolated value, Optional<Interpolated> stop, Seen page) {
        boolean asks = Stream.concat(Stream.of(value), stop.stream())
                .anyMatch(each -> each.template().names().contains("last_record"));
        // One that cannot be read is no obstacle to whoever does not ask for it.
        Value last = page.last()
                .filter(each -> asks || each.oversized().isEmpty())
                .<Value>map(Selected::record)
                .orElse(Value.NONE);
        Scope seen = scope.with("response", page.response())
                .with("headers", LinkHeader.headers(page.head()))
                .with("last_record", last)
                .with("last_page_size", Value.of(page.selected()));
        boolean stops = stop.map(condition -> condition.truth(seen)).orElse(false);
        return stops ? Optional.empty() : Optional.of(value.value(seen));
    }
}
