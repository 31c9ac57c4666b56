package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** Sends requests to a store only where the network lets them: also the bucket's name, and whoever signs, can make a host. */
record GuardedStore(SdkHttpClient client, Network network) implements SdkHttpClient {

    record Builder(SdkHttpClient.Builder<?> clients, Network network) implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new GuardedStore(clients.buildWithDefaults(defaults), network);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        try {
            network.guard(request.httpRequest().getUri());
        } catch (UnknownHostException unknown) {
            // with this cause it is tried again, as when connecting
            throw SdkClientException.create(request.httpRequest().host() + ": unknown host", unknown);
        }
        return new Repeatable(client.prepareRequest(request));
    }

    /**
     * A request whose failure is the failed connection itself. The JDK's connections ask whether they may send a large body, and
     * where the store has just ended a connection that was kept, the SDK's client wraps what it hears instead: then nobody would
     * try again.
     */
    private record Repeatable(ExecutableHttpRequest request) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                return request.call();
            } catch (UncheckedIOException wrapped) {
                throw wrapped.getCause();
            }
        }

        @Override
        public void abort() {
            request.abort();
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
