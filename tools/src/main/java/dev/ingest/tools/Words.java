package dev.ingest.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed after apply or diff.
 *
 * @param files of the declarative format
 * @param seen the tag that diff gave
 */
record Words(List<String> files, Optional<String> seen) {
    static Words parse(List<String> words) {
        List<String> files = new ArrayList<>();
        Optional<String> seen = Optional.empty();
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            if (!option.equals("-f") && !option.equals("--seen")) {
                throw new Failure("'" + option + "' (expected -f FILE, once or several times, and --seen TAG)");
            }
            if (i + 1 == words.size()) {
                throw new Failure(option + " has no value");
            }
            if (option.equals("-f")) {
                files.add(words.get(i + 1));
            } else {
                seen = Optional.of(words.get(i + 1));
            }
        }
        return new Words(List.copyOf(files), seen);
    }
}
