package dev.ingest.connector.manifest;

/** What a request carries. */
public sealed interface RequestBody {
    record Empty() implements RequestBody {}

    record Json(Shape content) implements RequestBody {}

    record Form(Shape fields) implements RequestBody {}

    record PlainText(Interpolated text) implements RequestBody {}
}
