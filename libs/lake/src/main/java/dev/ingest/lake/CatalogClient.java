package dev.ingest.lake;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.BaseHTTPClient;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.HTTPHeaders;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.HTTPRequest.HTTPMethod;
import org.apache.iceberg.rest.ImmutableHTTPRequest;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the REST catalog protocol with the JDK's client. Iceberg's own repeats requests, keeps clients and signatures of one
 * tenant where another's would find them, and finds how to log in by the names of classes.
 */
final class CatalogClient extends BaseHTTPClient {

    private static final int UNAUTHORIZED = 401;
    static final ObjectMapper JSON = mapper();

    private final URI base;
    private final Map<String, String> headers;
    private final Optional<CatalogTokens> tokens;
    private final CatalogHttp http;

    CatalogClient(URI base, Map<String, String> headers, Optional<CatalogTokens> tokens, CatalogHttp http) {
        this.base = base;
        this.headers = Map.copyOf(headers);
        this.tokens = tokens;
        this.http = http;
    }

    /** As Iceberg's own is made, which it does not show. */
    private static ObjectMapper mapper() {
        var mapper = new ObjectMapper();
        mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(mapper);
        return mapper;
    }

    /** Logs in by itself. */
    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return this;
    }

    @Override
    protected HTTPRequest buildRequest(
            HTTPMethod method,
            String path,
            @Nullable Map<String, String> query,
            @Nullable Map<String, String> more,
            @Nullable Object body) {
        Map<String, String> all = new HashMap<>(headers);
        if (body != null) {
            all.put("Content-Type", body instanceof Map ? "application/x-www-form-urlencoded" : "application/json");
        }
        if (more != null) {
            all.putAll(more);
        }
        return ImmutableHTTPRequest.builder()
                .baseUri(base)
                .mapper(JSON)
                .method(method)
                .path(path)
                .queryParameters(query == null ? Map.of() : query)
                .headers(HTTPHeaders.of(all))
                .body(body)
                .build();
    }

    @Override
    protected <T extends RESTResponse> @Nullable T execute(
            HTTPRequest request,
            @Nullable Class<T> type,
            Consumer<ErrorResponse> errors,
            Consumer<Map<String, String>> answered) {
        return execute(request, type, errors, answered, ParserContext.builder().build());
    }

    @Override
    protected <T extends RESTResponse> @Nullable T execute(
            HTTPRequest request,
            @Nullable Class<T> type,
            Consumer<ErrorResponse> errors,
            Consumer<Map<String, String>> answered,
            ParserContext context) {
        HttpResponse<byte[]> answer = send(request);
        Map<String, String> fields = new HashMap<>();
        answer.headers().map().forEach((name, values) -> fields.put(name, String.join(",", values)));
        answered.accept(fields);
        int status = answer.statusCode();
        if (status == 204 || status == 304 || (status < 300 && type == null)) {
            return null;
        }
        if (status < 200 || status >= 300 || type == null) {
            throw refused(answer, errors);
        }
        return parsed(request, answer.body(), type, context);
    }

    private HttpResponse<byte[]> send(HTTPRequest request) {
        requireOurs(request.requestUri());
        if (tokens.isEmpty()) {
            return http.send(unsent(request));
        }
        String token = tokens.get().current();
        HttpResponse<byte[]> answer = http.send(unsent(request).header("Authorization", "Bearer " + token));
        if (answer.statusCode() != UNAUTHORIZED) {
            return answer;
        }
        // nothing was done; the token may have ended before its time
        tokens.get().forget(token);
        return http.send(
                unsent(request).header("Authorization", "Bearer " + tokens.get().current()));
    }

    /** A catalog may name the address that signs or renews keys; its token is for nobody else. */
    private void requireOurs(URI uri) {
        if (!base.getScheme().equals(uri.getScheme()) || !base.getAuthority().equals(uri.getAuthority())) {
            throw new LakeException("catalog %s names an address of another host: %s://%s"
                    .formatted(base, uri.getScheme(), uri.getAuthority()));
        }
    }

    private static HttpRequest.Builder unsent(HTTPRequest request) {
        String body = request.encodedBody();
        HttpRequest.Builder unsent = HttpRequest.newBuilder(request.requestUri())
                .method(
                        request.method().name(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        request.headers().entries().forEach(header -> unsent.header(header.name(), header.value()));
        return unsent;
    }

    private <T extends RESTResponse> T parsed(HTTPRequest request, byte[] body, Class<T> type, ParserContext context) {
        ObjectReader reader =
                context.isEmpty() ? JSON.readerFor(type) : JSON.readerFor(type).with(context.toInjectableValues());
        try {
            return reader.readValue(body);
        } catch (IOException unreadable) {
            throw new RESTException(
                    unreadable, "%s %s: an answer that cannot be read", request.method(), request.requestUri());
        }
    }

    private static RuntimeException refused(HttpResponse<byte[]> answer, Consumer<ErrorResponse> errors) {
        ErrorResponse error = error(answer, errors);
        errors.accept(error);
        return new RESTException("Unhandled error: %s", error);
    }

    private static ErrorResponse error(HttpResponse<byte[]> answer, Consumer<ErrorResponse> errors) {
        int status = answer.statusCode();
        if (errors instanceof ErrorHandler handler && answer.body().length > 0) {
            try {
                ErrorResponse told = handler.parseResponse(status, new String(answer.body(), StandardCharsets.UTF_8));
                if (told.code() >= 400) {
                    return told;
                }
            } catch (RuntimeException notOfTheProtocol) {
                return plain(status, notOfTheProtocol.getClass().getSimpleName());
            }
        }
        return plain(status, "RESTException");
    }

    private static ErrorResponse plain(int status, String type) {
        return ErrorResponse.builder()
                .responseCode(status)
                .withType(type)
                .withMessage("status " + status)
                .build();
    }

    /** What it speaks through is closed by whoever opened it. */
    @Override
    public void close() {}
}
