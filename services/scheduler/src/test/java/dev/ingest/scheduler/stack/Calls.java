package dev.ingest.scheduler.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every call of the service, as its OpenAPI document lists them: a new one is among them by itself. */
public final class Calls {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}:]+)[^}]*}");

    private static final String CONSENT = "{\"credential\": \"shop\", \"config\": {\"start_date\": \"2026\"}}";

    private static final String NOTHING = "{}";

    private static final String VALUES = "{\"values\": {\"token\": \"theirs\"}}";

    private Calls() {}

    /**
     * @param method in upper case
     * @param template the path with its parameters
     */
    public record Call(String method, String template) {
        public boolean reads() {
            return method.equals("GET");
        }

        /** Whether it is a tenant's: the operator's and the services' are not. */
        public boolean ofATenant() {
            return !template.startsWith("/internal/") && !operators();
        }

        public boolean operators() {
            return template.startsWith("/api/v1/tenants")
                    || template.startsWith("/api/v1/plans")
                    || template.startsWith("/api/v1/operator")
                    || template.startsWith("/api/v1/signups");
        }

        /** Whether anybody may make it, without a token. */
        public boolean ofEverybody() {
            return method.equals("POST") && template.equals("/api/v1/signups");
        }

        /** Whether it is about a thing that somebody has; what is in the gallery is nobody's. */
        public boolean namesAThing() {
            return template.contains("{") && !template.startsWith("/api/v1/gallery/");
        }

        /**
         * The path with its parameters filled in.
         *
         * @param values by {@code first segment/parameter}, or by the parameter alone
         */
        public String path(Map<String, String> values) {
            String kind = template.split("/", -1)[3];
            return PARAMETER.matcher(template).replaceAll(found -> {
                String name = found.group(1);
                String value = values.getOrDefault(kind + "/" + name, values.get(name));
                if (value == null) {
                    throw new AssertionError("%s: say in this test what to put for {%s}".formatted(this, name));
                }
                return Matcher.quoteReplacement(value);
            });
        }

        public Answer by(Api api, String path, String body) {
            return switch (method) {
                case "GET" -> api.get(path);
                case "PUT" -> path.contains("/connectors/") ? api.putYaml(path, "x: 1") : api.put(path, body);
                case "POST" -> api.post(path, posted(path, body));
                case "PATCH" -> api.patch(path, VALUES);
                case "DELETE" -> api.delete(path);
                default -> throw new IllegalArgumentException(method);
            };
        }

        /** What the call takes: a field that it does not know is refused before anything is looked for. */
        private static String posted(String path, String body) {
            return path.endsWith("/consents")
                    ? CONSENT
                    : path.endsWith("/pause") || path.endsWith("/backfill") ? NOTHING : body;
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    /** All of them, in the order of the document. */
    public static List<Call> all() {
        JsonNode document = Api.anonymous().get("/q/openapi?format=json").json();
        List<Call> calls = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> calls.add(new Call(method.toUpperCase(Locale.ROOT), path.getKey()))));
        return calls;
    }
}
