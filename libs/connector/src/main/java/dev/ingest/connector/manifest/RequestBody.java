package dev.ingest.connector.manifest;

/** What a request carries. */
public sealed interface RequestBody {
    record Empty() implements RequestBody {}

    /** A mapping; a GraphQL query is one with a field of that name. */
    record Json(Shape content) implements RequestBody {}

    record Form(Shape fields) implements RequestBody {}

    /** Text that becomes a mapping: what it renders to must read as one. */
    record JsonText(Interpolated text) implements RequestBody {}

    /** Text that is sent as it is; one that reads as a mapping is sent as a form, one that reads as another value not at all. */
    record PlainText(Interpolated text) implements RequestBody {}
}
