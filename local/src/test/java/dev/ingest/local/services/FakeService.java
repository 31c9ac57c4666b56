package dev.ingest.local.services;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A program that is ready at once and runs until it is ended; told to, it dies instead. */
final class FakeService {
    private FakeService() {}

    public static void main(String[] args) throws Exception {
        System.out.println("this is " + System.getenv("INGEST_SERVICE_CLIENT_ID"));
        if ("yes".equals(System.getenv("FAKE_DIES"))) {
            System.exit(3);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped politely")));
        int port = Integer.parseInt(System.getenv("INGEST_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
