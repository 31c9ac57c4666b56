package dev.ingest.local.sampleapi;

import com.sun.net.httpserver.HttpServer;
import dev.ingest.local.state.Keys;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The sample API. */
public final class SampleApi implements Closeable {
    private final HttpServer server;

    private SampleApi(HttpServer server) {
        this.server = server;
    }

    /** Starts it on this port. */
    public static SampleApi start(int port, Keys keys) throws IOException {
        var _ = keys.password("sample-api");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.start();
        return new SampleApi(server);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
