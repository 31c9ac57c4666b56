package dev.ingest.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Where in its catalog a destination's namespaces are: all of them under one root, and nothing of ours beside it.
 *
 * @param root the outer levels
 * @param prefix what the innermost level's name begins with, where a catalog has one level only
 */
record Namespaces(List<String> root, String prefix) {

    Namespaces {
        root = List.copyOf(root);
    }

    static Namespaces of(Destination destination) {
        return switch (destination.kind()) {
            case JDBC, REST -> new Namespaces(destination.root(), "");
            // one level is all there is
            case GLUE -> new Namespaces(List.of(), String.join("_", destination.root()) + "_");
        };
    }

    TableIdentifier identifier(TableId id) {
        return TableIdentifier.of(of(id.namespace()), id.name());
    }

    private Namespace of(String name) {
        var levels = new ArrayList<>(root);
        levels.add(prefix + name);
        return namespace(levels);
    }

    /** Each of them that has to exist for {@code name} to exist, the outermost first. */
    List<Namespace> path(String name) {
        List<String> levels = List.of(of(name).levels());
        var path = new ArrayList<Namespace>(levels.size());
        for (int depth = 1; depth <= levels.size(); depth++) {
            path.add(namespace(levels.subList(0, depth)));
        }
        return path;
    }

    /** What all of them are in. */
    Namespace parent() {
        return namespace(root);
    }

    /** Our name of a namespace; empty where it is none that we would give. */
    Optional<String> name(Namespace namespace) {
        List<String> levels = List.of(namespace.levels());
        boolean ours = levels.size() == root.size() + 1
                && levels.subList(0, root.size()).equals(root)
                && levels.getLast().startsWith(prefix);
        return ours
                ? Optional.of(levels.getLast().substring(prefix.length())).filter(TableId::isPlain)
                : Optional.empty();
    }

    private static Namespace namespace(List<String> levels) {
        return Namespace.of(levels.toArray(String[]::new));
    }
}
