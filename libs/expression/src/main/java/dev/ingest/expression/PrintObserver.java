package dev.ingest.expression;

import java.util.List;
import java.util.Set;

/** Is told what a template prints and what that is made from, so that what tells a secret can be hidden. */
@FunctionalInterface
public interface PrintObserver {
    PrintObserver NONE = (template, origins, text) -> {};

    /**
     * @param origins entries of the variables, each with its path from the variable's name on; one whose name was not known
     *     when compiling ends above it
     */
    void printed(Template template, Set<List<String>> origins, String text);
}
