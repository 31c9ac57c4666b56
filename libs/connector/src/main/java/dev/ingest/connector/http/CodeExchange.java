package dev.ingest.connector.http;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends the code of a consent to where the API exchanges it. */
public final class CodeExchange {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String FORM = "application/x-www-form-urlencoded";

    private CodeExchange() {}

    /**
     * With everything in the address.
     *
     * @throws ReadException of kind AUTH when the API refuses
     */
    public static Value send(HttpSession session, String url, Map<String, String> headers, Instant deadline) {
        return send(session, url, headers, new byte[0], deadline);
    }

    /**
     * With a body of JSON, or of a form where the headers say so.
     *
     * @throws ReadException of kind AUTH when the API refuses
     */
    public static Value send(
            HttpSession session,
            String url,
            Map<String, String> headers,
            Map<String, String> parameters,
            Instant deadline) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.putIfAbsent(CONTENT_TYPE, "application/json");
        boolean isForm = all.getOrDefault(CONTENT_TYPE, "").startsWith(FORM);
        return send(session, url, all, bytes(isForm ? form(parameters) : json(parameters)), deadline);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Map<String, String> parameters) {
        Map<String, Value> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, Value.of(value)));
        return JsonText.compact(Value.dict(values));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Value send(
            HttpSession session, String url, Map<String, String> headers, byte[] body, Instant deadline) {
        ApiRequest request = new ApiRequest("POST", address(url), Map.of(), headers, body);
        Deadline end = new Deadline(session, deadline);
        try {
            // a code is good for one exchange: APIs that see it twice take back what they gave for it
            return new TokenExchange(session, end)
                    .sendOnce(request, "the app's client id and secret, and that the code is fresh", deadline)
                    .orElseThrow(() -> unanswered(request))
                    .json();
        } catch (DeferredException late) {
            throw end.unmet(late.notBefore());
        }
    }

    private static ReadException unanswered(ApiRequest request) {
        return new ReadException(
                ReadException.Kind.TRANSIENT,
                "token request " + request.describe() + " was not answered: grant access again");
    }

    private static URI address(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, "the address of the token exchange is none once filled in", invalid);
        }
    }
}
