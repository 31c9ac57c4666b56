package dev.ingest.connector.manifest;

/** A manifest that cannot be used; the message begins with the path of the component at fault. */
public final class ManifestException extends RuntimeException {
    public ManifestException(String path, String problem) {
        super((path.isEmpty() ? "manifest" : path) + ": " + problem);
    }

    ManifestException(String path, String problem, Throwable cause) {
        super((path.isEmpty() ? "manifest" : path) + ": " + problem, cause);
    }
}
