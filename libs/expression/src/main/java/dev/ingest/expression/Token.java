package dev.ingest.expression;

/** One token; {@code text} is the decoded text of a string, the operator, the name or the digits. */
record Token(Kind kind, String text, int position) {
    enum Kind {
        TEXT,
        PRINT_BEGIN,
        PRINT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        INTEGER,
        FLOAT,
        STRING,
        OPERATOR,
        END
    }

    boolean is(Kind expected, String expectedText) {
        return kind == expected && text.equals(expectedText);
    }

    String describe() {
        return kind == Kind.END ? "the end of the template" : "'" + text + "'";
    }
}
