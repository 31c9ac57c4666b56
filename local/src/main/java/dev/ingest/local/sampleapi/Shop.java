package dev.ingest.local.sampleapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the shop holds now. An order's content follows from its number and its revision, so that only when it changed last
 * is kept. Lists are in the order of the last change, then of the number, as a client that asks for changes needs it.
 */
final class Shop {
    static final int CUSTOMERS = 5_000;

    private static final int ORDERS_AT_FIRST = 50_000;
    private static final int ORDERS_MAX = 1_000_000;
    private static final int CHANGED_PER_ADVANCE = 500;
    private static final int NEW_PER_ADVANCE = 100;

    private static final int ORDERS_PER_REFUND = 40;

    private static final Instant OPENED = Instant.parse("2025-01-01T00:00:00Z");
    private static final long SECONDS_BETWEEN_ORDERS = 600;
    private static final int SECONDS_TO_FIRST_CHANGE_MAX = 7 * 86_400;

    private final List<Order> orders = new ArrayList<>();
    private Order[] byChange = {};
    private int advances;

    Shop() {
        for (int number = 1; number <= ORDERS_AT_FIRST; number++) {
            long created = OPENED.getEpochSecond() + number * SECONDS_BETWEEN_ORDERS;
            orders.add(
                    new Order(number, 0, created, created + Dice.roll(number, "changed", SECONDS_TO_FIRST_CHANGE_MAX)));
        }
        sort();
    }

    /** One order as it is at its revision. Times are epoch seconds. */
    record Order(int number, int revision, long created, long updated) {
        static final Comparator<Order> BY_CHANGE =
                Comparator.comparingLong(Order::updated).thenComparingInt(Order::number);

        private static final int ITEMS_MAX = 3;

        int items() {
            return 1 + Dice.roll(number, "items", ITEMS_MAX);
        }
    }

    /** Life goes on: some orders change and some are new, all at this moment; which ones depends on how often it was called. */
    synchronized void advance(Instant now) {
        advances++;
        int before = orders.size();
        if (before + NEW_PER_ADVANCE > ORDERS_MAX) {
            throw new IllegalStateException("the shop is full: " + before + " orders");
        }
        int stride = before / CHANGED_PER_ADVANCE;
        int offset = Dice.roll(advances, "offset", before);
        for (int index = 0; index < CHANGED_PER_ADVANCE; index++) {
            int position = (offset + index * stride) % before;
            Order old = orders.get(position);
            orders.set(position, new Order(old.number, old.revision + 1, old.created, now.getEpochSecond()));
        }
        for (int number = before + 1; number <= before + NEW_PER_ADVANCE; number++) {
            orders.add(new Order(number, 0, now.getEpochSecond(), now.getEpochSecond()));
        }
        sort();
    }

    synchronized int advances() {
        return advances;
    }

    synchronized int orderCount() {
        return orders.size();
    }

    synchronized int itemCount() {
        return orders.stream().mapToInt(Order::items).sum();
    }

    /** @return the order, or nothing if there is none with this number */
    synchronized java.util.Optional<Order> order(int number) {
        return number >= 1 && number <= orders.size()
                ? java.util.Optional.of(orders.get(number - 1))
                : java.util.Optional.empty();
    }

    /** Orders by change, from the first one at or after this place. The result does not change later. */
    synchronized List<Order> changedFrom(long updated, int number) {
        int found = Arrays.binarySearch(byChange, new Order(number, 0, 0, updated), Order.BY_CHANGE);
        int from = found < 0 ? -found - 1 : found;
        return Arrays.asList(byChange).subList(from, byChange.length);
    }

    /** The orders that were refunded, which is a matter of their numbers alone. */
    synchronized List<Order> refunded() {
        return orders.stream()
                .filter(order -> Dice.roll(order.number, "refunded", ORDERS_PER_REFUND) == 0)
                .toList();
    }

    private void sort() {
        // A fresh array: a list that someone is still reading keeps the old one.
        Order[] sorted = orders.toArray(new Order[0]);
        Arrays.sort(sorted, Order.BY_CHANGE);
        byChange = sorted;
    }
}
