package dev.ingest.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.testkit.aws.IamPolicy.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks as much of STS, S3 and Glue as a destination uses, keeps what it is given in memory, and lets each session do what its
 * policy and its role's policy both allow. It checks no signatures. It is not AWS.
 */
public final class AwsStandIn implements AutoCloseable {
    /** The role that the platform has to AWS. */
    public static final String PLATFORM = "arn:aws:iam::999999999999:role/platform";

    /** The web identity token that it takes for that role. */
    public static final String TOKEN = "token-of-the-platform";

    private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");
    private static final JsonMapper JSON = new JsonMapper();

    /** Whom a role trusts and what it may do. */
    public record Role(IamPolicy trust, IamPolicy policy) {}

    private record Session(String role, List<IamPolicy> policies, Instant end) {}

    public final Map<String, Role> roles = new ConcurrentHashMap<>();
    public final Set<String> used = new ConcurrentSkipListSet<>();
    public final List<String> assumed = new CopyOnWriteArrayList<>();
    public final S3StandIn s3 = new S3StandIn();
    public final GlueStandIn glue = new GlueStandIn();

    /** Of a bucket or a key that another account has; the role's own is enough without. */
    public volatile Optional<IamPolicy> bucketPolicy = Optional.empty();

    public volatile Optional<IamPolicy> keyPolicy = Optional.empty();
    public volatile Duration session = Duration.ofHours(1);
    public volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    /** Serves on loopback, on a port of its own. */
    public AwsStandIn() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** An answer: status and body. */
    record Answer(int status, String type, byte[] body, Map<String, String> headers) {
        static Answer xml(int status, String body) {
            return new Answer(status, "application/xml", body.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/x-amz-json-1.1", body.getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        Answer answer;
        try {
            if (target != null) {
                answer = glue(exchange, target.substring("AWSGlue.".length()), JSON.readTree(body));
            } else if (isForm(exchange)) {
                answer = sts(exchange, form(new String(body, StandardCharsets.UTF_8)));
            } else {
                answer = s3(exchange, body);
            }
        } catch (RuntimeException broken) {
            answer = Answer.xml(400, "<Error><Code>StandIn</Code><Message>" + broken + "</Message></Error>");
        }
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head || answer.body().length == 0 ? -1 : answer.body().length);
        if (!head && answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    private static boolean isForm(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().equals("/");
    }

    private Answer sts(HttpExchange exchange, Map<String, String> asked) throws IOException {
        String action = asked.getOrDefault("Action", "");
        String arn = asked.getOrDefault("RoleArn", "");
        assumed.add(action + " " + arn);
        if (action.equals("AssumeRoleWithWebIdentity")) {
            return asked.getOrDefault("WebIdentityToken", "").equals(TOKEN) && arn.equals(PLATFORM)
                    ? session(action, arn, List.of())
                    : refused();
        }
        Role role = roles.get(arn);
        Session caller = sessions.get(key(exchange));
        if (role == null || caller == null) {
            return refused();
        }
        var asking = new Request(
                caller.role(), "sts:AssumeRole", arn, Map.of("sts:ExternalId", asked.getOrDefault("ExternalId", "")));
        return role.trust().allows(asking)
                ? session(action, arn, List.of(role.policy(), IamPolicy.read(asked.getOrDefault("Policy", "{}"))))
                : refused();
    }

    /** The id of a key in a role's name that may do all that the policy allows, for whoever need not assume the role. */
    public String key(String role, IamPolicy policy) {
        return begin(role, List.of(policy), now.plus(session));
    }

    private String begin(String role, List<IamPolicy> policies, Instant end) {
        String key = "ASIA" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        sessions.put(key, new Session(role, policies, end));
        return key;
    }

    private static Answer refused() {
        return Answer.xml(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error>"
                        + "<RequestId>r</RequestId></ErrorResponse>");
    }

    private Answer session(String action, String role, List<IamPolicy> policies) {
        Instant end = now.plus(session);
        String key = begin(role, policies, end);
        return Answer.xml(
                200,
                "<%1$sResponse><%1$sResult><Credentials><AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%3$s</Expiration></Credentials></%1$sResult></%1$sResponse>"
                        .formatted(action, key, end));
    }

    private static String key(HttpExchange exchange) {
        Matcher key = KEY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        return key.find() ? key.group(1) : "";
    }

    /** Whether the session may; what it may is remembered as used. */
    private boolean allows(HttpExchange exchange, String action, String resource, Map<String, String> context) {
        boolean allowed = may(exchange, action, resource, context);
        if (allowed) {
            used.add(action);
        }
        return allowed;
    }

    private boolean may(HttpExchange exchange, String action, String resource, Map<String, String> context) {
        Session session = sessions.get(key(exchange));
        if (session == null || !now.isBefore(session.end())) {
            return false;
        }
        Map<String, String> all = new HashMap<>(context);
        all.put("aws:SecureTransport", "true"); // it is not, but would be
        var request = new Request(session.role(), action, resource, all);
        Optional<IamPolicy> owners = action.startsWith("s3:") ? bucketPolicy : keyPolicy;
        return session.policies().stream().allMatch(policy -> policy.allows(request))
                && (action.startsWith("glue:")
                        || owners.map(policy -> policy.allows(request)).orElse(true));
    }

    private Answer glue(HttpExchange exchange, String operation, JsonNode asked) {
        String database = asked.path("DatabaseName")
                .asText(asked.path("Name")
                        .asText(asked.path("DatabaseInput").path("Name").asText()));
        String table =
                asked.path("TableInput").path("Name").asText(asked.path("Name").asText());
        boolean ofTable = operation.endsWith("Table");
        String arn = "arn:aws:glue:eu-central-1:123456789012:";
        Set<String> resources = new TreeSet<>(Set.of(arn + "catalog", arn + "database/" + database));
        if (ofTable) {
            resources.add(arn + "table/" + database + "/" + table);
        }
        boolean all =
                resources.stream().allMatch(resource -> allows(exchange, "glue:" + operation, resource, Map.of()));
        return all
                ? glue.answer(operation, database, table, asked)
                : Answer.json(
                        400,
                        "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized: glue:" + operation
                                + "\"}");
    }

    private Answer s3(HttpExchange exchange, byte[] body) {
        String[] path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8)
                .substring(1)
                .split("/", 2);
        String bucket = path[0];
        String object = path.length > 1 ? path[1] : "";
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> fields = form(query == null ? "" : query);
        String method = exchange.getRequestMethod();
        if (object.isEmpty() && method.equals("GET")) {
            String prefix = fields.getOrDefault("prefix", "");
            return allows(exchange, "s3:ListBucket", "arn:aws:s3:::" + bucket, Map.of("s3:prefix", prefix))
                    ? s3.list(bucket, prefix)
                    : denied("s3:ListBucket");
        }
        if (fields.containsKey("delete")) {
            return deleteMany(exchange, bucket, new String(body, StandardCharsets.UTF_8));
        }
        String action = action(method, fields);
        return allows(exchange, action, "arn:aws:s3:::" + bucket + "/" + object, Map.of())
                ? encrypted(exchange, action, bucket, object, fields, body)
                : denied(action);
    }

    private static String action(String method, Map<String, String> fields) {
        return switch (method) {
            case "GET", "HEAD" -> "s3:GetObject";
            case "DELETE" -> fields.containsKey("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
            default -> "s3:PutObject";
        };
    }

    /** S3 uses the key in the caller's name. */
    private Answer encrypted(
            HttpExchange exchange,
            String action,
            String bucket,
            String object,
            Map<String, String> fields,
            byte[] body) {
        String asked = exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption-aws-kms-key-id");
        String name = bucket + "/" + object;
        if (asked != null) {
            s3.keys.put(name, asked);
        }
        String key = s3.keys.get(name);
        if (key != null && action.equals("s3:PutObject") && !allows(exchange, "kms:GenerateDataKey", key, Map.of())) {
            return denied("kms:GenerateDataKey");
        }
        boolean decrypts =
                action.equals("s3:GetObject") || fields.containsKey("uploadId") && action.equals("s3:PutObject");
        if (key != null && decrypts && !allows(exchange, "kms:Decrypt", key, Map.of())) {
            return denied("kms:Decrypt");
        }
        boolean hidden = action.equals("s3:GetObject") && !s3.objects.containsKey(name);
        if (hidden && !may(exchange, "s3:ListBucket", "arn:aws:s3:::" + bucket, Map.of())) {
            return denied("s3:ListBucket"); // S3 hides that it is not there from whoever may not list the whole bucket
        }
        return s3.answer(exchange, name, fields, body);
    }

    private Answer deleteMany(HttpExchange exchange, String bucket, String body) {
        Matcher names = Pattern.compile("<Key>([^<]+)</Key>").matcher(body);
        StringBuilder answer = new StringBuilder("<DeleteResult>");
        while (names.find()) {
            String object = names.group(1);
            if (allows(exchange, "s3:DeleteObject", "arn:aws:s3:::" + bucket + "/" + object, Map.of())) {
                s3.objects.remove(bucket + "/" + object);
            } else {
                answer.append("<Error><Key>").append(object).append("</Key><Code>AccessDenied</Code></Error>");
            }
        }
        return Answer.xml(200, answer.append("</DeleteResult>").toString());
    }

    private static Answer denied(String action) {
        return Answer.xml(
                403,
                "<Error><Code>AccessDenied</Code><Message>not authorized to perform: " + action + "</Message></Error>");
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] both = field.split("=", 2);
            fields.put(both[0], both.length > 1 ? URLDecoder.decode(both[1], StandardCharsets.UTF_8) : "");
        }
        return fields;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
