package dev.ingest.connector.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** Sends one request and reads the answer whole, within the limits on time and size; follows redirects. */
final class Transport {
    private final HttpSession session;

    Transport(HttpSession session) {
        this.session = session;
    }

    /**
     * @throws IOException when no answer came: it may be tried again
     * @throws ReadException when trying again cannot help
     */
    ApiResponse send(ApiRequest original, Duration timeout) throws IOException {
        ApiRequest request = original;
        for (int i = 0; i <= ReadLimits.MAX_REDIRECTS; i++) {
            Egress.check(request, session.options().allowed());
            HttpResponse<byte[]> response = exchange(request, timeout);
            int status = response.statusCode();
            var location = response.headers().firstValue("location");
            if (status < 300 || status >= 400 || status == 304 || location.isEmpty()) {
                return read(original, response);
            }
            request = request.redirected(target(request, location.get()), status);
        }
        throw new ReadException(
                ReadException.Kind.CONFIG,
                original.describe() + " redirects more than " + ReadLimits.MAX_REDIRECTS + " times");
    }

    private static URI target(ApiRequest request, String location) {
        URI target = Urls.parse(Urls.join(request.uri().toString(), location));
        if (request.uri().getScheme().equals("https") && !"https".equals(target.getScheme())) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, request.describe() + " redirects from https to an unencrypted address");
        }
        return target;
    }

    private HttpResponse<byte[]> exchange(ApiRequest request, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = session.client()
                .sendAsync(
                        toHttp(request),
                        info -> new BoundedBody(session.limits().maxPageBytes()));
        try {
            // The client's own time-out ends with the headers; a body that never ends would outlast it.
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no complete answer within " + timeout.toMillis() + " ms", late);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReadException(ReadException.Kind.TRANSIENT, request.describe() + " was interrupted", stopped);
        } catch (ExecutionException failed) {
            throw failure(request, failed);
        }
    }

    private IOException failure(ApiRequest request, ExecutionException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLargeException tooLarge) {
                throw tooLarge(request, tooLarge);
            }
        }
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return new IOException(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    }

    private ReadException tooLarge(ApiRequest request, IOException cause) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                request.describe() + " answered more than " + session.limits().maxPageBytes()
                        + " bytes (limit: maxPageBytes); ask for smaller pages",
                cause);
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

    private ApiResponse read(ApiRequest request, HttpResponse<byte[]> response) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        boolean zipped = response.headers()
                .firstValue("content-encoding")
                .map(encoding -> encoding.strip().equalsIgnoreCase("gzip"))
                .orElse(false);
        byte[] body = zipped && response.body().length > 0 ? unzip(request, response.body()) : response.body();
        return new ApiResponse(request.describe(), response.statusCode(), headers, body);
    }

    private byte[] unzip(ApiRequest request, byte[] zipped) throws IOException {
        int most = session.limits().maxPageBytes();
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            byte[] body = stream.readNBytes(most + 1);
            if (body.length > most) {
                throw tooLarge(request, new IOException("decompressed to more than " + most + " bytes"));
            }
            return body;
        }
    }
}
