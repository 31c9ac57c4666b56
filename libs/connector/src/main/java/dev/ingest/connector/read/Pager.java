package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
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

/** Finds the next page's token. */
final class Pager {
    /**
     * What a page showed.
     *
     * @param count records before any filter
     * @param last the last record as it was given on
     */
    record Seen(Value response, Value headers, int count, Optional<Value> last) {}

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
        };
    }

    Optional<Value> pageSize() {
        return strategy.pageSize().map(size -> {
            Value value = size.value(scope);
            if (!(value instanceof Value.Int)) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        size.path() + ": '" + Python.str(value) + "' is not a page size (expected an integer)");
            }
            return value;
        });
    }

    Optional<Value> next(Optional<Value> current, Seen page) {
        Optional<Value> next =
                switch (strategy) {
                    case PageIncrement(var size, var firstPage, var inject) ->
                        isLast(page.count()) ? Optional.empty() : Optional.of(add(current, firstPage, 1));
                    case OffsetIncrement(var size, var inject) ->
                        isLast(page.count()) ? Optional.empty() : Optional.of(add(current, 0, page.count()));
                    case CursorPagination(var size, var value, var stop) -> cursor(value, stop, page);
                };
        return next.filter(Python::truth);
    }

    private boolean isLast(int count) {
        Optional<BigInteger> size =
                pageSize().map(value -> value instanceof Value.Int(var number) ? number : BigInteger.ZERO);
        return count == 0
                || size.map(most -> BigInteger.valueOf(count).compareTo(most) < 0)
                        .orElse(false);
    }

    private static Value add(Optional<Value> current, int first, int more) {
        BigInteger from =
                current.orElse(Value.NONE) instanceof Value.Int(var number) ? number : BigInteger.valueOf(first);
        return new Value.Int(from.add(BigInteger.valueOf(more)));
    }

    private Optional<Value> cursor(Interpolated value, Optional<Interpolated> stop, Pager.Seen page) {
        Scope seen = scope.with("response", page.response())
                .with("headers", page.headers())
                .with("last_record", page.last().orElse(Value.NONE))
                .with("last_page_size", Value.of(page.count()));
        boolean stops = stop.map(condition -> condition.truth(seen)).orElse(false);
        return stops ? Optional.empty() : Optional.of(value.value(seen));
    }
}
