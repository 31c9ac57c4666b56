import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tenant of its own in the running stack, with what the posts need. */
final class Registered {
    static final String VIEWED = "viewed";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int base;
    private final String tenant = "bench-" + Long.toString(System.currentTimeMillis(), 36);

    Registered(int base) {
        this.base = base;
    }

    /** Two plain sources, one with a feature view; returns {@code producer consumer}: the Authorization headers' tokens. */
    String create() throws IOException, InterruptedException {
        call("POST", "/api/v1/tenants", bearer("operator"), "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(tenant));
        String admin = bearer("tenant-admin@" + tenant);
        for (String source : new String[] {Posts.FIRST, Posts.SECOND, VIEWED}) {
            call("PUT", "/api/v1/sources/" + source, admin,
                    "{\"namespace\": \"bench\", \"key\": [\"user_id\"], \"columns\": [%s]}".formatted(Posts.COLUMNS));
        }
        call("PUT", "/api/v1/feature-views/newest/V1", admin,
                "{\"source\": \"%s\", \"entityKeys\": [\"user_id\"], \"online\": true, \"offline\": true}".formatted(VIEWED));
        return issued(admin, "producer") + " " + issued(admin, "consumer");
    }

    private String issued(String admin, String role) throws IOException, InterruptedException {
        return field(call("POST", "/api/v1/tokens", admin,
                "{\"name\": \"bench-%s\", \"role\": \"%s\"}".formatted(role, role)), "token");
    }

    private String bearer(String client) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_secret=local&client_id="
                + URLEncoder.encode(client, StandardCharsets.UTF_8);
        String answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (base + 88) + "/ingest/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        return "Bearer " + field(answer.replace(" ", ""), "access_token");
    }

    private String call(String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (base + 81) + path))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"([^\"]*)").matcher(json);
        if (!field.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return field.group(1);
    }
}
