package dev.ingest.lake;

/** A record that the table's policy does without. */
final class Unwanted extends Unfit {

    private static final long serialVersionUID = 1;

    Unwanted(String reason) {
        super(reason);
    }
}
