package dev.ingest.local.sampleapi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shop's things as the API shows them. */
final class Rows {
    private static final List<String> FIRST = List.of(
            "Ada",
            "Björn",
            "Chloé",
            "Dmitri",
            "Emeka",
            "Fatima",
            "Grace",
            "Hiroshi",
            "Inés",
            "Jamal",
            "Kateřina",
            "Liam");
    private static final List<String> LAST = List.of(
            "Andersson",
            "Brown",
            "Çelik",
            "Diallo",
            "Evans",
            "Fernández",
            "García",
            "Huang",
            "Ivanov",
            "Jones",
            "O'Neill");
    private static final List<String> COUNTRIES = List.of("SE", "GB", "US", "DE", "FR", "NG", "JP", "BR");
    private static final List<String> CITIES =
            List.of("Malmö", "Leeds", "Austin", "Köln", "Lyon", "Lagos", "Osaka", "São Paulo");
    private static final List<String> STATUSES = List.of("pending", "paid", "shipped", "delivered", "cancelled");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");
    private static final List<String> REASONS = List.of("damaged", "late", "changed my mind", "wrong size");
    private static final List<String> NOTES = List.of(
            "leave at the door",
            "gift: \"happy birthday\"",
            "ring twice\nthen wait",
            "c/o Müller, 2. Stock",
            "☎ before delivery");

    private static final int PRICE_CENTS_MAX = 20_000;
    private static final int QUANTITY_MAX = 5;
    private static final int SKUS = 900;
    private static final long CUSTOMERS_SINCE =
            Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
    private static final int CUSTOMER_SECONDS = 6000;

    private static final int REFUND_SECONDS = 3 * 86_400;

    private Rows() {}

    static Map<String, @Nullable Object> customer(int number) {
        String name = Dice.pick(number, "first", FIRST) + " " + Dice.pick(number, "last", LAST);
        int country = Dice.roll(number, "country", COUNTRIES.size());
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", "cus_%05d".formatted(number));
        row.put("name", name);
        row.put("email", "customer%d@example.com".formatted(number));
        row.put("phone", "+44 20 7946 %04d".formatted(Dice.roll(number, "phone", 1000)));
        // Documentation addresses (RFC 5737): nobody's.
        row.put("ip_address", "198.51.100." + Dice.roll(number, "ip", 256));
        row.put("country", COUNTRIES.get(country));
        row.put("created_at", time(CUSTOMERS_SINCE + (long) number * CUSTOMER_SECONDS));
        row.put("updated_at", time(CUSTOMERS_SINCE + (long) number * CUSTOMER_SECONDS));
        return row;
    }

    static Map<String, @Nullable Object> order(Shop.Order order) {
        int number = order.number();
        int city = Dice.roll(number, "city", CITIES.size());
        Map<String, @Nullable Object> shipping = new LinkedHashMap<>();
        shipping.put("city", CITIES.get(city));
        shipping.put("zip", "%05d".formatted(Dice.roll(number, "zip", 100_000)));
        shipping.put("country", COUNTRIES.get(city));
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", orderId(number));
        row.put("customer_id", "cus_%05d".formatted(1 + Dice.roll(number, "customer", Shop.CUSTOMERS)));
        row.put(
                "status",
                STATUSES.get((Dice.roll(number, "status", STATUSES.size()) + order.revision()) % STATUSES.size()));
        row.put("total", total(order));
        row.put("currency", Dice.pick(number, "currency", CURRENCIES));
        row.put("note", Dice.roll(number, "has note", 4) == 0 ? Dice.pick(number, "note", NOTES) : null);
        row.put("created_at", time(order.created()));
        row.put("updated_at", time(order.updated()));
        row.put("shipping", shipping);
        return row;
    }

    static Map<String, @Nullable Object> item(Shop.Order order, int item) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", "itm_%06d_%d".formatted(order.number(), item));
        row.put("order_id", orderId(order.number()));
        row.put("sku", "SKU-%04d".formatted(Dice.roll(order.number(), "sku" + item, SKUS)));
        row.put("quantity", quantity(order, item));
        row.put("unit_price", BigDecimal.valueOf(cents(order, item), 2));
        row.put("updated_at", time(order.updated()));
        return row;
    }

    static Map<String, @Nullable Object> refund(Shop.Order order) {
        int orderNumber = order.number();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", "ref_%06d".formatted(orderNumber));
        row.put("order_id", orderId(orderNumber));
        row.put("amount", BigDecimal.valueOf(100 + Dice.roll(orderNumber, "refund", PRICE_CENTS_MAX), 2));
        row.put("currency", Dice.pick(orderNumber, "currency", CURRENCIES));
        row.put("reason", Dice.pick(orderNumber, "reason", REASONS));
        row.put("created_at", time(order.created() + REFUND_SECONDS));
        return row;
    }

    private static BigDecimal total(Shop.Order order) {
        long cents = 0;
        for (int item = 1; item <= order.items(); item++) {
            cents += (long) quantity(order, item) * cents(order, item);
        }
        return BigDecimal.valueOf(cents, 2);
    }

    /** A changed order has more of everything: a change that every reader can see. */
    private static int quantity(Shop.Order order, int item) {
        return 1 + Dice.roll(order.number(), "quantity" + item, QUANTITY_MAX) + order.revision();
    }

    private static int cents(Shop.Order order, int item) {
        return 100 + Dice.roll(order.number(), "price" + item, PRICE_CENTS_MAX);
    }

    private static String orderId(int number) {
        return "ord_%06d".formatted(number);
    }

    private static String time(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }
}
