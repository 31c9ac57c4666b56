package dev.ingest.connector.http;

/** What one reader has asked and got. */
final class Traffic {
    private long requests;
    private long bytes;

    long requests() {
        return requests;
    }

    long bytes() {
        return bytes;
    }

    void asked() {
        requests++;
    }

    void arrived(long more) {
        bytes += more;
    }
}
