package dev.ingest.lake;

import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.RESTException;

/**
 * Sends each request once. A commit that is sent again after its answer was lost would be refused the second time, pass for a
 * conflict, and have its files removed under the table's feet; here a lost answer stays a lost answer.
 */
final class CatalogHttp implements AutoCloseable {

    /** A table's metadata comes in one piece; its snapshots are kept few by upkeep. */
    private static final long ANSWER_BYTES_MAX = 256L << 20;

    private final HttpClient client;
    private final Network network;
    private final Waits waits;

    CatalogHttp(Network network) {
        this.network = network;
        this.waits = network.waits();
        this.client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(waits.connect())
                .build();
    }

    /** @throws RESTException when there is no answer; whether the request was followed is not known then */
    HttpResponse<byte[]> send(HttpRequest.Builder unsent) {
        HttpRequest request = unsent.timeout(waits.answer()).build();
        guard(request);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            return answer.get(waits.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new RESTException(failed.getCause(), "%s %s: no answer", request.method(), request.uri());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new RESTException(late, "%s %s: no answer within %s", request.method(), request.uri(), waits.call());
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RESTException(stopped, "%s %s: interrupted", request.method(), request.uri());
        }
    }

    private void guard(HttpRequest request) {
        try {
            network.guard(request.uri());
        } catch (UnknownHostException unknown) {
            throw new RESTException(unknown, "%s %s: unknown host", request.method(), request.uri());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
