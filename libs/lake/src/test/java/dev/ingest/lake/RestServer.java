package dev.ingest.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.RemoteSigningConfig;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.LoadCredentialsResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import org.jspecify.annotations.Nullable;

/** The REST protocol as Iceberg itself answers it, over a catalog in a database, with tokens, given keys and faults. */
final class RestServer implements AutoCloseable {

    /** Makes the n-th request fail; the first is 1, none fail at 0. */
    record Fault(Faults.Way way, int failing) {}

    private final OpenCatalog catalog;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, String> clients = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> question = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> given = Map.of();
    private volatile List<Credential> keys = List.of();
    private volatile RemoteSigningConfig signing = RemoteSigningConfig.EMPTY;
    private volatile Optional<Supplier<LoadCredentialsResponse>> renewal = Optional.empty();
    private volatile Optional<Function<RemoteSignRequest, RemoteSignResponse>> signer = Optional.empty();
    private volatile Fault fault = new Fault(Faults.Way.REFUSED, 0);

    RestServer(OpenCatalog catalog) throws IOException {
        this.catalog = catalog;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    String uri() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/api";
    }

    /** From now on only who logs in is served. */
    void require(String client, String secret) {
        clients.put(client, secret);
    }

    void forgetTokens() {
        tokens.clear();
    }

    /** What each table's answer says beside the table. */
    void give(Map<String, String> settings) {
        given = Map.copyOf(settings);
    }

    /** What opens its files, apart from its settings. */
    void giveKeys(Credential... credentials) {
        keys = List.of(credentials);
    }

    void renewWith(Supplier<LoadCredentialsResponse> renewing) {
        renewal = Optional.of(renewing);
    }

    /** @param config what each question has to have */
    void signWith(RemoteSigningConfig config, Function<RemoteSignRequest, RemoteSignResponse> signing) {
        this.signing = config;
        signer = Optional.of(signing);
    }

    /** A header of the last question for a signature. */
    Optional<String> headerOfQuestion(String name) {
        return Optional.ofNullable(question.get(name.toLowerCase(Locale.ROOT)));
    }

    void fail(Fault next) {
        requests.clear();
        fault = next;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring("/api/v1/".length());
        requests.add(exchange.getRequestMethod() + " " + path);
        int number = requests.size();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Fault now = fault;
        boolean dead = now.way() == Faults.Way.DEAD && now.failing() > 0 && number >= now.failing();
        if (dead) {
            exchange.close();
            return;
        }
        if (now.way() == Faults.Way.REFUSED && number == now.failing()) {
            answer(exchange, 503, error(503, "ServiceUnavailableException", "not now"));
            return;
        }
        try {
            Object answer = answer(exchange, path, body);
            if (now.way() == Faults.Way.ANSWER_LOST && number == now.failing()) {
                exchange.close();
                return;
            }
            answer(exchange, answer == null ? 204 : 200, answer);
        } catch (RuntimeException e) {
            int status = status(e);
            answer(exchange, status, error(status, e.getClass().getSimpleName(), String.valueOf(e.getMessage())));
        }
    }

    private static final class Unauthorized extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static int status(RuntimeException e) {
        return switch (e) {
            case Unauthorized ignored -> 401;
            case NoSuchTableException ignored -> 404;
            case NoSuchNamespaceException ignored -> 404;
            case ForbiddenException ignored -> 403;
            case AlreadyExistsException ignored -> 409;
            case CommitFailedException ignored -> 409;
            default -> 500;
        };
    }

    private @Nullable Object answer(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (path.equals("oauth/tokens")) {
            return token(RESTUtil.decodeFormData(new String(body, StandardCharsets.UTF_8)));
        }
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!clients.isEmpty() && !tokens.containsKey(authorization)) {
            throw new Unauthorized();
        }
        String[] parts = path.split("/", -1);
        return switch (parts[0]) {
            case "config" -> ConfigResponse.builder().build();
            default -> namespaces(exchange, parts, body);
        };
    }

    private Map<String, Object> token(Map<String, String> form) {
        if (!String.valueOf(form.get("client_secret")).equals(clients.get(String.valueOf(form.get("client_id"))))) {
            throw new Unauthorized();
        }
        String token = UUID.randomUUID().toString();
        tokens.put("Bearer " + token, token);
        return Map.of("access_token", token, "token_type", "bearer", "expires_in", 3600);
    }

    private @Nullable Object namespaces(HttpExchange exchange, String[] parts, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        if (parts.length == 1) {
            return method.equals("POST")
                    ? CatalogHandlers.createNamespace(
                            catalog.namespaces(), CatalogClient.JSON.readValue(body, CreateNamespaceRequest.class))
                    : CatalogHandlers.listNamespaces(catalog.namespaces(), parent(exchange));
        }
        Namespace namespace = RESTUtil.namespaceFromQueryParam(RESTUtil.decodeString(parts[1]));
        if (parts.length == 2) {
            return CatalogHandlers.loadNamespace(catalog.namespaces(), namespace);
        }
        if (parts.length == 3) {
            return method.equals("POST")
                    ? created(namespace, CatalogClient.JSON.readValue(body, CreateTableRequest.class))
                    : CatalogHandlers.listTables(catalog.tables(), namespace);
        }
        if (parts.length == 5) {
            return parts[4].equals("sign")
                    ? signed(exchange, body)
                    : renewal.orElseThrow().get();
        }
        TableIdentifier table = TableIdentifier.of(namespace, RESTUtil.decodeString(parts[3]));
        return method.equals("POST")
                ? with(CatalogHandlers.updateTable(
                        catalog.tables(), table, CatalogClient.JSON.readValue(body, UpdateTableRequest.class)))
                : with(CatalogHandlers.loadTable(catalog.tables(), table, SnapshotMode.ALL));
    }

    private RemoteSignResponse signed(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getRequestHeaders()
                .forEach((name, values) -> question.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return signer.orElseThrow().apply(CatalogClient.JSON.readValue(body, RemoteSignRequest.class));
    }

    private LoadTableResponse created(Namespace namespace, CreateTableRequest request) {
        return with(
                request.stageCreate()
                        ? CatalogHandlers.stageTableCreate(catalog.tables(), namespace, request)
                        : CatalogHandlers.createTable(catalog.tables(), namespace, request));
    }

    private LoadTableResponse with(LoadTableResponse plain) {
        return LoadTableResponse.builder()
                .withTableMetadata(plain.tableMetadata())
                .addAllConfig(given)
                .addAllCredentials(keys)
                .withRemoteSigningConfig(signing)
                .build();
    }

    private static Namespace parent(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> fields = new HashMap<>();
        for (String field : query == null ? new String[0] : query.split("&", -1)) {
            String[] both = field.split("=", 2);
            fields.put(both[0], RESTUtil.decodeString(both[1]));
        }
        String parent = fields.getOrDefault("parent", "");
        return parent.isEmpty() ? Namespace.empty() : RESTUtil.namespaceFromQueryParam(parent);
    }

    private static ErrorResponse error(int status, String type, String message) {
        return ErrorResponse.builder()
                .responseCode(status)
                .withType(type)
                .withMessage(message)
                .build();
    }

    private static void answer(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : CatalogClient.JSON.writeValueAsBytes(body);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        catalog.close();
    }
}
