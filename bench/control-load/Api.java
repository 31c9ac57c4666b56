import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scheduler's REST, and the tokens for it. A thread keeps its connection. */
final class Api {
    static final int BASE = Integer.parseInt(System.getenv("INGEST_PORT_BASE"));
    static final String SCHEDULER = "http://127.0.0.1:" + (BASE + 81);
    private static final String TOKENS = "http://127.0.0.1:" + (BASE + 88) + "/ingest/token";
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private Api() {}

    /** An answer that is none below 300 is an error. */
    static String call(String method, String path, String client, String body) throws IOException {
        HttpURLConnection call = open(method, path, client);
        if (!body.isEmpty()) {
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", path.contains("/connectors/") ? "application/yaml" : "application/json");
            call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = call.getResponseCode();
        try (InputStream answer = status < 400 ? call.getInputStream() : call.getErrorStream()) {
            String text = answer == null ? "" : new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            if (status >= 300) {
                throw new IOException("%s %s: %d %s".formatted(method, path, status, text));
            }
            return text;
        }
    }

    static String get(String path, String client) throws IOException {
        return call("GET", path, client, "");
    }

    /** Its body is not read yet. */
    static HttpURLConnection open(String method, String path, String client) throws IOException {
        HttpURLConnection call = (HttpURLConnection) URI.create(SCHEDULER + path).toURL().openConnection();
        call.setRequestMethod(method);
        call.setRequestProperty("Authorization", "Bearer " + token(client));
        return call;
    }

    static boolean isReady() throws IOException {
        return ((HttpURLConnection) URI.create(SCHEDULER + "/q/health/ready").toURL().openConnection()).getResponseCode() == 200;
    }

    /** @param client {@code operator}, {@code service-…} or {@code role@tenant} */
    static String token(String client) throws IOException {
        String known = KNOWN.get(client);
        if (known == null) {
            known = field(asked(client), "access_token");
            KNOWN.put(client, known);
        }
        return known;
    }

    private static String asked(String client) throws IOException {
        HttpURLConnection call = (HttpURLConnection) URI.create(TOKENS).toURL().openConnection();
        call.setDoOutput(true);
        String form = "grant_type=client_credentials&client_secret=local&client_id=";
        call.getOutputStream().write((form + URLEncoder.encode(client, StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
        try (InputStream answer = call.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]+)").matcher(json);
        if (!field.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return field.group(1);
    }
}
