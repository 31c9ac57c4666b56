package dev.ingest.local.sampleapi;

import dev.ingest.local.sampleapi.Shop.Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cursor pages: {@code {"data": […], "next_cursor": …}}. A cursor names the place after the last row, so rows may change meanwhile. */
final class Lists {
    private final Shop shop;

    Lists(Shop shop) {
        this.shop = shop;
    }

    /** A place in the order of change: the next row is this one or the first one after it. */
    private record Place(long updated, int number, int item) {
        static Place of(Query query) {
            Optional<String> cursor = query.text("cursor");
            if (cursor.isEmpty()) {
                return new Place(query.time("updated_since", Long.MIN_VALUE), 0, 1);
            }
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.US_ASCII).split(":");
                return new Place(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new BadRequest("cursor: " + cursor.get() + " (expected: a next_cursor of this list)", e);
            }
        }

        String cursor() {
            byte[] bytes = (updated + ":" + number + ":" + item).getBytes(StandardCharsets.US_ASCII);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    Map<String, @Nullable Object> customers(Query query) {
        Place place = Place.of(query);
        int from = Math.max(place.number, 1);
        int to = Math.min(from + query.limit("limit"), Shop.CUSTOMERS + 1);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int number = from; number < to; number++) {
            rows.add(Rows.customer(number));
        }
        return page(rows, to > Shop.CUSTOMERS ? Optional.empty() : Optional.of(new Place(0, to, 1)));
    }

    Map<String, @Nullable Object> orders(Query query) {
        Place place = Place.of(query);
        long before = query.time("updated_before", Long.MAX_VALUE);
        int limit = query.limit("limit");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Order order : shop.changedFrom(place.updated, place.number)) {
            if (order.updated() >= before) {
                break;
            }
            if (rows.size() == limit) {
                return page(rows, Optional.of(new Place(order.updated(), order.number(), 1)));
            }
            rows.add(Rows.order(order));
        }
        return page(rows, Optional.empty());
    }

    Map<String, @Nullable Object> items(Query query) {
        Place place = Place.of(query);
        long before = query.time("updated_before", Long.MAX_VALUE);
        int limit = query.limit("limit");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Order order : shop.changedFrom(place.updated, place.number)) {
            if (order.updated() >= before) {
                break;
            }
            boolean first = order.updated() == place.updated && order.number() == place.number;
            for (int item = first ? place.item : 1; item <= order.items(); item++) {
                if (rows.size() == limit) {
                    return page(rows, Optional.of(new Place(order.updated(), order.number(), item)));
                }
                rows.add(Rows.item(order, item));
            }
        }
        return page(rows, Optional.empty());
    }

    /** The items of one order, all at once. */
    Optional<Map<String, @Nullable Object>> itemsOf(int orderNumber) {
        return shop.order(orderNumber).map(order -> {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int item = 1; item <= order.items(); item++) {
                rows.add(Rows.item(order, item));
            }
            return page(rows, Optional.empty());
        });
    }

    private static Map<String, @Nullable Object> page(List<Map<String, @Nullable Object>> rows, Optional<Place> next) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("data", rows);
        page.put("next_cursor", next.map(Place::cursor).orElse(null));
        return page;
    }
}
