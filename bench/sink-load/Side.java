package dev.ingest.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** One of the two: its process, its topic, its table, and how it is kept from reading while the topic is filled. */
interface Side extends AutoCloseable {
    Process process();

    Topic topic();

    String namespace();

    String table();

    /** It reads nothing until it goes on. */
    void pause() throws Exception;

    void goOn() throws Exception;

    @Override
    default void close() {
        topic().close();
    }

    /** The writer: stopped like many-tables does it, and woken afterwards. */
    record Ours(Process process, Topic.OfEnvelopes topic, String table) implements Side {
        @Override
        public String namespace() {
            return Tables.OURS;
        }

        @Override
        public void pause() throws IOException, InterruptedException {
            process.stop();
        }

        @Override
        public void goOn() throws IOException, InterruptedException {
            topic.wake();
            process.goOn();
        }
    }

    /** A connector of a worker, by the worker's REST interface. */
    record Sink(Process process, Topic.OfRecords topic, String table, URI connector) implements Side {
        private static final HttpClient HTTP = HttpClient.newHttpClient();
        private static final int SECONDS_MAX = 120;

        @Override
        public String namespace() {
            return Tables.SINKS;
        }

        @Override
        public void pause() throws Exception {
            call("PUT", "/pause");
            await("PAUSED");
        }

        @Override
        public void goOn() throws Exception {
            call("PUT", "/resume");
        }

        /** Until its task is in a state; fails if it failed. */
        void await(String state) throws Exception {
            String status = "";
            for (int second = 0; second < SECONDS_MAX; second++) {
                status = call("GET", "/status");
                if (status.contains("\"FAILED\"")) {
                    break;
                }
                if (status.matches(".*\"tasks\":\\[\\{.*\"state\":\"" + state + "\".*")) {
                    return;
                }
                Thread.sleep(1000);
            }
            throw new IllegalStateException("the sink's task: " + status + " (expected: " + state + ")");
        }

        private String call(String method, String path) throws Exception {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(connector + path))
                                    .method(method, BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
