package dev.ingest.lake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a table of orders is to hold, said as simply as possible: the greater cursor stays, of equal ones the later. */
final class Model {

    /** @param minute the cursor */
    record Order(long id, int minute, String status, boolean delete) {

        static final int NEWER_THAN_ALL = Integer.MAX_VALUE;

        String json() {
            return delete ? "{\"id\":%d}".formatted(id) : Given.order(id, minute, status);
        }
    }

    private final Map<Long, Order> orders;

    Model() {
        this(Map.of());
    }

    private Model(Map<Long, Order> orders) {
        this.orders = new TreeMap<>(orders);
    }

    Model copy() {
        return new Model(orders);
    }

    /** A push, or a slice that is published. */
    void apply(List<Order> batch) {
        Map<Long, Order> winners = new LinkedHashMap<>();
        batch.forEach(order -> winners.merge(order.id(), order, Model::winner));
        winners.values().forEach(order -> orders.merge(order.id(), order, Model::winner));
        orders.values().removeIf(Order::delete);
    }

    private static Order winner(Order known, Order later) {
        return known.minute() > later.minute() ? known : later;
    }

    /** As {@link Given#statuses}. */
    Map<String, String> rows() {
        var rows = new TreeMap<String, String>();
        orders.values().forEach(order -> rows.put(Long.toString(order.id()), order.status()));
        return rows;
    }
}
