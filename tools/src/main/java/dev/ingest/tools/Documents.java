package dev.ingest.tools;

import dev.ingest.connector.ConfigText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files of the declarative format as one document, which knows where each thing of it stands. */
final class Documents {
    private static final String FORMAT = "ingest";
    private static final Pattern PLACE = Pattern.compile("^([a-zA-Z]+)\\[(\\d+)]");

    private record Place(String file, int index) {}

    private final Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final List<String> files;

    private Documents(List<String> files) {
        this.files = files;
    }

    /** @param files paths; {@code -} is what comes in */
    static Documents read(List<String> files, InputStream in) {
        if (files.isEmpty()) {
            throw new Failure("no file given (expected -f FILE, such as -f pipeline.yaml; - reads what comes in)");
        }
        Documents documents = new Documents(files);
        files.forEach(file -> documents.add(file, parsed(file, in)));
        return documents;
    }

    private static Map<String, @Nullable Object> parsed(String file, InputStream in) {
        try {
            return ConfigText.parse(file.equals("-") ? text(in) : Subject.text(Path.of(file)));
        } catch (IllegalArgumentException invalid) {
            throw new Failure(file + ": " + invalid.getMessage(), invalid);
        }
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new Failure("-: cannot be read: " + failed.getMessage(), failed);
        }
    }

    private void add(String file, Map<String, @Nullable Object> document) {
        if (!document.containsKey(FORMAT)) {
            throw new Failure(file + ": ingest: is missing (expected ingest: 1, the version of the format)");
        }
        document.forEach((kind, value) -> {
            if (value instanceof List<?> items) {
                for (int i = 0; i < items.size(); i++) {
                    add(file, kind, i, items.get(i));
                }
            } else if (merged.putIfAbsent(kind, value) instanceof List<?>) {
                throw new Failure("%s: %s: '%s' (expected a list)".formatted(file, kind, value));
            }
        });
    }

    @SuppressWarnings("unchecked") // only lists are put there for kinds that have places
    private void add(String file, String kind, int index, @Nullable Object item) {
        Object list = merged.computeIfAbsent(kind, ignored -> new ArrayList<@Nullable Object>());
        if (!(list instanceof List<?>)) {
            throw new Failure("%s: %s: is a list (expected one value, as in another file)".formatted(file, kind));
        }
        ((List<@Nullable Object>) list).add(withManifest(file, kind, index, item));
        places.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(new Place(file, index));
    }

    /** Puts the text of a manifest in the place of its file's name. */
    private static @Nullable Object withManifest(String file, String kind, int index, @Nullable Object item) {
        if (!kind.equals("connectors")
                || !(item instanceof Map<?, ?> connector)
                || !(connector.get("manifestFile") instanceof String name)) {
            return item;
        }
        if (connector.containsKey("manifest")) {
            throw new Failure("%s: connectors[%d].manifestFile: '%s' beside manifest (expected one of the two)"
                    .formatted(file, index, name));
        }
        Path beside = file.equals("-") ? Path.of(name) : Path.of(file).resolveSibling(name);
        Map<Object, @Nullable Object> inlined = new LinkedHashMap<>(connector);
        inlined.remove("manifestFile");
        inlined.put("manifest", Subject.text(beside));
        return inlined;
    }

    Map<String, @Nullable Object> merged() {
        return merged;
    }

    /** The control plane's words about the document, with the files and their own paths. */
    String located(String detail) {
        return Arrays.stream(detail.split("; (?=[a-zA-Z]+[\\[:.])", -1))
                .map(this::line)
                .collect(Collectors.joining("\n"));
    }

    private String line(String problem) {
        Matcher place = PLACE.matcher(problem);
        if (place.find()) {
            List<Place> known = places.getOrDefault(place.group(1), List.of());
            int index = Integer.parseInt(place.group(2));
            if (index < known.size()) {
                return "%s: %s[%d]%s"
                        .formatted(
                                known.get(index).file(),
                                place.group(1),
                                known.get(index).index(),
                                problem.substring(place.end()));
            }
        }
        return String.join(", ", files) + ": " + problem;
    }
}
