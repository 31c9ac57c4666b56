package dev.ingest.expression;

/** A text that tells how often a regular expression looks at it: so can backtracking without end be stopped. */
record CountedText(String text, Runnable step) implements CharSequence {
    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        step.run();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
