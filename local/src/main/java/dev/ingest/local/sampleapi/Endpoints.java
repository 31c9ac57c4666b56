package dev.ingest.local.sampleapi;

import com.sun.net.httpserver.HttpExchange;
import dev.ingest.local.sampleapi.Faults.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is answered where. Data wants a token and meets the faults; {@code /admin} and {@code /oauth} want and meet none. */
final class Endpoints {
    private static final Pattern ITEMS_OF_ORDER = Pattern.compile("/v1/orders/ord_(\\d{6,7})/items");
    private static final Duration HANG_MAX = Duration.ofMinutes(10);
    private static final int HANG_POLL_MILLIS = 50;
    private static final int FORM_BYTES_MAX = 8192;
    private static final int PAGE_MAX = 1_000_000;

    private final Shop shop;
    private final Lists lists;
    private final AccessTokens tokens;
    private final Faults faults;
    private final History history;
    private final Clients clients;
    private final Clock clock;

    Endpoints(Shop shop, Faults faults, History history, Clients clients, Clock clock) {
        this.shop = shop;
        this.lists = new Lists(shop);
        this.tokens = new AccessTokens(clock);
        this.faults = faults;
        this.history = history;
        this.clients = clients;
        this.clock = clock;
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            reply(exchange).send(exchange);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readNBytes(FORM_BYTES_MAX), StandardCharsets.UTF_8);
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            return switch (call) {
                case "POST /oauth/token" -> token(exchange, Query.parse(body));
                case "GET /admin/counts" -> Reply.json(200, counts());
                case "POST /admin/advance" -> advance();
                case "POST /admin/mode" -> mode(body);
                default -> call.startsWith("GET /v1/") ? data(exchange) : Reply.error(404, "no such call: " + call);
            };
        } catch (BadRequest e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        }
    }

    private Reply token(HttpExchange exchange, Query form) {
        if (!form.text("grant_type").orElse("").equals("client_credentials")) {
            return Reply.json(400, Map.of("error", "unsupported_grant_type"));
        }
        if (!clients.knows(exchange.getRequestHeaders().getFirst("Authorization"), form)) {
            return Reply.json(401, Map.of("error", "invalid_client"));
        }
        return Reply.json(
                200,
                Map.of(
                        "access_token", tokens.issue(),
                        "expires_in", AccessTokens.LIFETIME.toSeconds(),
                        "token_type", "Bearer"));
    }

    private Reply data(HttpExchange exchange) {
        Mode mode = faults.mode();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = authorization != null
                && authorization.startsWith("Bearer ")
                && tokens.isGood(authorization.substring("Bearer ".length()));
        if (mode == Mode.UNAUTHORIZED || !known) {
            return Reply.error(401, "the token is missing, unknown or expired");
        }
        return switch (mode) {
            case HTML ->
                new Reply(200, Map.of("Content-Type", "text/html"), "<html><body>Please sign in</body></html>");
            case EMPTY -> new Reply(200, Map.of("Content-Type", "application/json"), "");
            case TRUNCATED ->
                new Reply(200, Map.of("Content-Type", "application/json"), "{\"data\": [{\"id\": \"ord_0");
            case DOWN -> Reply.error(500, "down");
            case EXHAUSTED -> Reply.json(429, Map.of("error", "quota"), Map.of("Retry-After", "3600"));
            case HANG -> hang();
            case NORMAL, UNAUTHORIZED -> counted(exchange);
        };
    }

    private Reply counted(HttpExchange exchange) {
        return switch (faults.next()) {
            case RATE_LIMIT -> Reply.json(429, Map.of("error", "slow down"), Map.of("Retry-After", "1"));
            case ERROR -> Reply.error(500, "something went wrong, as it does now and then");
            case SERVE -> serve(exchange);
        };
    }

    private Reply serve(HttpExchange exchange) {
        Query query = Query.of(exchange.getRequestURI());
        String path = exchange.getRequestURI().getPath();
        Matcher itemsOfOrder = ITEMS_OF_ORDER.matcher(path);
        if (itemsOfOrder.matches()) {
            return lists.itemsOf(Integer.parseInt(itemsOfOrder.group(1)))
                    .map(page -> Reply.json(200, page))
                    .orElseGet(() -> Reply.error(404, "no such order"));
        }
        return switch (path) {
            case "/v1/customers" -> Reply.json(200, lists.customers(query));
            case "/v1/orders" -> Reply.json(200, lists.orders(query));
            case "/v1/line_items" -> Reply.json(200, lists.items(query));
            case "/v1/refunds" -> refunds(exchange, query);
            default -> Reply.error(404, "no such resource: " + path);
        };
    }

    private Reply refunds(HttpExchange exchange, Query query) {
        int page = query.number("page", 1, PAGE_MAX);
        int perPage = query.limit("per_page");
        List<Shop.Order> refunded = shop.refunded();
        int from = (int) Math.min((long) (page - 1) * perPage, refunded.size());
        int to = Math.min(from + perPage, refunded.size());
        Object rows = refunded.subList(from, to).stream().map(Rows::refund).toList();
        if (to == refunded.size()) {
            return Reply.json(200, rows);
        }
        String next = "<http://%s/v1/refunds?page=%d&per_page=%d>; rel=\"next\""
                .formatted(exchange.getRequestHeaders().getFirst("Host"), page + 1, perPage);
        return Reply.json(200, rows, Map.of("Link", next));
    }

    private Reply advance() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        // Noted first: a shop that forgot would contradict what it told before.
        history.add(now);
        shop.advance(now);
        return Reply.json(200, counts());
    }

    private Reply mode(String body) {
        faults.mode(body);
        return Reply.json(200, Map.of("mode", faults.mode()));
    }

    private Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("customers", Shop.CUSTOMERS);
        counts.put("orders", shop.orderCount());
        counts.put("line_items", shop.itemCount());
        counts.put("refunds", shop.refunded().size());
        counts.put("advances", shop.advances());
        counts.put("requests", faults.requests());
        return counts;
    }

    private Reply hang() {
        Instant end = clock.instant().plus(HANG_MAX);
        while (faults.mode() == Mode.HANG && clock.instant().isBefore(end)) {
            try {
                Thread.sleep(HANG_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Reply.error(503, "no answer in time");
    }
}
