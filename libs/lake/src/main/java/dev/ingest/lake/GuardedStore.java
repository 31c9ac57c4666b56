package dev.ingest.lake;

import java.net.UnknownHostException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
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
        return client.prepareRequest(request);
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
