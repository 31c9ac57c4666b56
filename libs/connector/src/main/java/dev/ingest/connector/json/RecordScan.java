package dev.ingest.connector.json;

import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what lies at a path of a JSON text, in one pass that builds no objects for it: a page of records is passed on as
 * the bytes it came in. What lies around it becomes values only if asked for.
 */
public final class RecordScan {
    /**
     * What lies at the path.
     *
     * @param several whether a list lies there, whose elements these are; otherwise it is one value
     * @param unread by their places, objects that are beyond a limit, and which: {@code nested deeper than 200 levels}
     */
    public record Found(List<RawJson> elements, boolean several, Map<Integer, String> unread) {
        static final Found NOTHING = new Found(List.of(), false, Map.of());
    }

    private final RawJson text;
    private final List<String> path;
    private final boolean wantsRoot;
    private final JsonScanner scanner;
    private Found found = Found.NOTHING;
    private Optional<Value> root = Optional.empty();

    private RecordScan(RawJson text, List<String> path, boolean wantsRoot) {
        this.text = text;
        this.scanner = text.scanner();
        this.path = path;
        this.wantsRoot = wantsRoot;
    }

    /**
     * @param path names of fields, or positions in lists
     * @param wantsRoot whether {@link #root} will be asked for
     */
    public static RecordScan of(RawJson text, List<String> path, boolean wantsRoot) throws JsonSyntaxException {
        RecordScan scan = new RecordScan(text, path, wantsRoot);
        scan.run();
        return scan;
    }

    /** The elements of a list at the root; one text that is none is its own only element. */
    public static List<RawJson> split(RawJson text) throws JsonSyntaxException {
        Found all = of(text, List.of(), false).found();
        return all.several() ? all.elements() : List.of(text);
    }

    public Found found() {
        return found;
    }

    /** The whole text as a value. */
    public Value root() {
        return root.orElseThrow(() -> new IllegalStateException("the scan was not asked for its root"));
    }

    private void run() throws JsonSyntaxException {
        if (scanner.peek() < 0) {
            throw new JsonSyntaxException("is empty");
        }
        root = at(0);
        if (scanner.peek() >= 0) {
            throw new JsonSyntaxException("goes on after its end at byte " + scanner.position());
        }
    }

    /** Goes on along the path; the value it reads on the way, if wanted. */
    private Optional<Value> at(int depth) throws JsonSyntaxException {
        if (depth == path.size()) {
            return target(depth);
        }
        return switch (scanner.peek()) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            default -> aside(depth);
        };
    }

    private Optional<Value> aside(int depth) throws JsonSyntaxException {
        RawJson value = element(depth);
        return wantsRoot ? Optional.of(value.checkedValue()) : Optional.empty();
    }

    private Optional<Value> object(int depth) throws JsonSyntaxException {
        byte[] wanted = path.get(depth).getBytes(StandardCharsets.UTF_8);
        Map<Value, Value> entries = new LinkedHashMap<>();
        scanner.enter(depth);
        for (boolean first = true; scanner.hasNext(first, '}'); first = false) {
            RawJson name = name();
            boolean onPath = name.says(path.get(depth), wanted);
            Optional<Value> value = onPath ? again(depth + 1) : aside(depth + 1);
            value.ifPresent(entry -> entries.put(name.checkedValue(), entry));
        }
        return wantsRoot ? Optional.of(new Value.Dict(entries)) : Optional.empty();
    }

    private RawJson name() throws JsonSyntaxException {
        int from = scanner.begin();
        return text.part(from, scanner.name());
    }

    /** Of a name that stands twice in an object the last counts. */
    private Optional<Value> again(int depth) throws JsonSyntaxException {
        found = Found.NOTHING;
        return at(depth);
    }

    private Optional<Value> list(int depth) throws JsonSyntaxException {
        List<Value> values = new ArrayList<>();
        scanner.enter(depth);
        for (int i = 0; scanner.hasNext(i == 0, ']'); i++) {
            boolean onPath = path.get(depth).equals(Integer.toString(i));
            (onPath ? at(depth + 1) : aside(depth + 1)).ifPresent(values::add);
        }
        return wantsRoot ? Optional.of(new Value.Items(values)) : Optional.empty();
    }

    private Optional<Value> target(int depth) throws JsonSyntaxException {
        List<RawJson> elements = new ArrayList<>();
        Map<Integer, String> unread = new HashMap<>();
        boolean several = scanner.peek() == '[';
        if (several) {
            scanner.enter(depth);
            for (boolean first = true; scanner.hasNext(first, ']'); first = false) {
                elements.add(record(depth + 1, elements.size(), unread));
            }
        } else {
            elements.add(record(depth, 0, unread));
        }
        found = new Found(elements, several, unread);
        var records = new LazyRecords(elements, unread.keySet());
        return wantsRoot ? Optional.of(several ? new Value.Items(records) : records.getFirst()) : Optional.empty();
    }

    /** One that is beyond a limit keeps nobody from those beside it. */
    private RawJson record(int depth, int place, Map<Integer, String> unread) throws JsonSyntaxException {
        int from = scanner.begin();
        boolean isObject = scanner.peek() == '{';
        try {
            scanner.value(depth);
        } catch (JsonLimitException beyond) {
            if (!isObject) {
                throw beyond;
            }
            scanner.passUnread(from);
            unread.put(place, beyond.what());
        }
        return text.part(from, scanner.position(), !scanner.tookLineBreak());
    }

    private RawJson element(int depth) throws JsonSyntaxException {
        int from = scanner.begin();
        scanner.value(depth);
        return text.part(from, scanner.position(), !scanner.tookLineBreak());
    }
}
