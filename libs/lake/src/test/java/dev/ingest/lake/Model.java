package dev.ingest.lake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a table of orders is to hold, said as simply as possible: the greater cursor stays, of equal ones the later. */
final class Model {

    /**
     * @param minute the cursor
     * @param n what the columns beside are made of; negative where there are none
     */
    record Order(long id, int minute, String status, long n, boolean delete) {

        static final int NEWER_THAN_ALL = Integer.MAX_VALUE;

        String json() {
            if (delete) {
                return "{\"id\":%d}".formatted(id);
            }
            String order = Given.order(id, minute, status);
            return n < 0 ? order : order.replaceFirst("}$", "," + rest() + "}");
        }

        /** Numbers of any width, and a struct with a field that not every order has. */
        private String rest() {
            return "\"n\":%1$d,\"d\":\"%1$d.5\",\"x\":{\"a\":%1$d,\"tags\":[\"t\",null],\"f%2$d\":%1$d}"
                    .formatted(n, n % 3);
        }

        /** As the row is to be read. */
        String row() {
            return n < 0 ? status : "%s %d %2$d.5 {a=%2$d, f%3$d=%2$d, tags=[t, null]}".formatted(status, n, n % 3);
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

    /** As {@link Order#row}, by id. */
    Map<String, String> rows() {
        var rows = new TreeMap<String, String>();
        orders.values().forEach(order -> rows.put(Long.toString(order.id()), order.row()));
        return rows;
    }
}
