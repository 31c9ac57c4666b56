package dev.ingest.connector.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A response that counts: whole, or still arriving. */
sealed interface Answer {
    ResponseHead head();

    /** From its first byte. */
    InputStream body();

    record Whole(ApiResponse response) implements Answer {
        @Override
        public ResponseHead head() {
            return response.head();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(response.body());
        }
    }

    record Arriving(ResponseHead head, InputStream body) implements Answer {}
}
