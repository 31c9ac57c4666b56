package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Against a server that reads what it is asked and hangs up, as one does whose connection was kept for too long. */
class GuardedStoreTest {
    private static final int LARGE = 2 << 20;

    private ServerSocket server;
    private Thread hangingUp;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        hangingUp = Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    int read = caller.getInputStream().read(new byte[1024]);
                    assertThat(read).isPositive();
                } catch (IOException closed) {
                    // the test is over, or the caller was faster
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        server.close();
        hangingUp.join();
    }

    /** Of anything else the SDK takes no second try. */
    @Test
    void connectionThatEndsWhileALargeBodyIsAnnouncedIsAFailureOfTheConnection() {
        SdkHttpFullRequest put = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/bucket/file"))
                .putHeader("Expect", "100-continue")
                .putHeader("Content-Length", Integer.toString(LARGE))
                .contentStreamProvider(() -> new ByteArrayInputStream(new byte[LARGE]))
                .build();
        try (SdkHttpClient client = S3.http(Network.OWN).build()) {
            var request = client.prepareRequest(HttpExecuteRequest.builder()
                    .request(put)
                    .contentStreamProvider(put.contentStreamProvider().orElseThrow())
                    .build());
            assertThatThrownBy(request::call).isInstanceOf(IOException.class);
        }
    }
}
