package dev.ingest.connector.http;

import dev.ingest.egress.Egress;
import dev.ingest.egress.ForbiddenAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request within the limits on time and size; follows redirects. */
final class Transport {
    /** Of a redirect's body, read so that the connection can be used again. */
    private static final int REDIRECT_BODY_MAX = 64 * 1024;

    private final HttpSession session;

    Transport(HttpSession session) {
        this.session = session;
    }

    /** A response whose body still arrives, decompressed. */
    record Arriving(ResponseHead head, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** An answer came, but not to its end; the message continues a sentence about the request. */
    static final class BrokenOffException extends IOException {
        BrokenOffException(int status, IOException cause) {
            super(
                    "answered " + status + " with a body that could not be read to its end (" + cause.getMessage()
                            + ")",
                    cause);
        }
    }

    /** What a try that failed is called, as the rest of a sentence about the request. */
    static String problem(IOException failed) {
        return failed instanceof BrokenOffException
                ? String.valueOf(failed.getMessage())
                : "did not answer (" + failed.getMessage() + ")";
    }

    /**
     * Reads the answer whole.
     *
     * @param timeout for everything, the body included
     * @throws IOException when no answer came: it may be tried again
     * @throws ReadException when trying again cannot help
     */
    ApiResponse send(ApiRequest request, Duration timeout) throws IOException {
        try (Arriving arriving = open(request, timeout, timeout)) {
            return whole(arriving);
        }
    }

    /** Reads the rest of a response. */
    ApiResponse whole(Arriving arriving) throws IOException {
        int most = session.limits().maxPageBytes();
        byte[] body;
        try {
            body = arriving.body().readNBytes(most + 1);
        } catch (IOException failed) {
            throw new BrokenOffException(arriving.head().status(), failed);
        }
        if (body.length > most) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    arriving.head().request() + " answered more than " + most
                            + " bytes (limit: maxPageBytes); ask for smaller pages");
        }
        return new ApiResponse(arriving.head(), body);
    }

    /**
     * @param timeout until the first byte of the body, redirects included
     * @param whole until the body's end
     */
    Arriving open(ApiRequest original, Duration timeout, Duration whole) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        ApiRequest request = original;
        for (int i = 0; i <= ReadLimits.MAX_REDIRECTS; i++) {
            guard(request);
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            HttpResponse<InputStream> response = exchange(request, left, timeout, whole);
            int status = response.statusCode();
            var location = response.headers().firstValue("location");
            if (status < 300 || status >= 400 || status == 304 || location.isEmpty()) {
                ResponseHead head = new ResponseHead(
                        original.describe(),
                        status,
                        new TreeMap<>(response.headers().map()));
                return arriving(head, response.body());
            }
            discard(response.body());
            request = request.redirected(target(request, location.get()), status);
        }
        throw new ReadException(
                ReadException.Kind.CONFIG,
                original.describe() + " redirects more than " + ReadLimits.MAX_REDIRECTS + " times");
    }

    /** A manifest is a tenant's input. */
    private void guard(ApiRequest request) throws UnknownHostException {
        try {
            Egress.guard(
                    request.uri().getHost(),
                    Egress.port(request.uri()),
                    session.options().allowed());
        } catch (ForbiddenAddressException forbidden) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    request.describe() + " is a " + forbidden.kind() + " address (expected the address of an API)",
                    forbidden);
        }
    }

    private static Arriving arriving(ResponseHead head, InputStream body) throws IOException {
        try {
            return new Arriving(head, ContentEncoding.decoded(head, body));
        } catch (IOException | RuntimeException undecodable) {
            // Nobody else would give the connection back.
            body.close();
            throw undecodable;
        }
    }

    private static void discard(InputStream body) throws IOException {
        try (body) {
            byte[] read = body.readNBytes(REDIRECT_BODY_MAX);
            assert read.length <= REDIRECT_BODY_MAX;
        }
    }

    private static URI target(ApiRequest request, String location) {
        URI target = Urls.parse(Urls.join(request.uri().toString(), location));
        if (request.uri().getScheme().equals("https") && !"https".equals(target.getScheme())) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, request.describe() + " redirects from https to an unencrypted address");
        }
        return target;
    }

    private HttpResponse<InputStream> exchange(ApiRequest request, Duration left, Duration timeout, Duration whole)
            throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = session.client()
                .sendAsync(
                        toHttp(request),
                        head -> new ArrivingBody(session.limits().idleTimeout(), whole));
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no complete answer within " + timeout.toMillis() + " ms", late);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReadException(ReadException.Kind.TRANSIENT, request.describe() + " was interrupted", stopped);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(cause.getClass().getSimpleName() + ": " + said(cause, request.uri()), cause);
        }
    }

    /** The client itself says nothing at all where a port is closed. */
    private static String said(Throwable cause, URI uri) {
        boolean named = !(cause.getCause() instanceof UnresolvedAddressException);
        if (cause instanceof ConnectException && cause.getMessage() == null && named) {
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() + ":" + port + " refuses connections";
        }
        return String.valueOf(cause.getMessage());
    }

    private static HttpRequest toHttp(ApiRequest request) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
            if ("http".equals(request.uri().getScheme())) {
                // Servers without TLS seldom understand the offer to upgrade.
                builder.version(HttpClient.Version.HTTP_1_1);
            }
            request.allHeaders().forEach(builder::setHeader);
            HttpRequest.BodyPublisher body = request.body().length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(request.body());
            return builder.method(request.method(), body).build();
        } catch (IllegalArgumentException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    request.describe() + " cannot be sent: " + invalid.getMessage(),
                    invalid);
        }
    }
}
