import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The overview as a browser loads it that has nothing of it yet: the document, then what each file names, level by level and six at a
 * time, then who is here, and the overview itself. Without drawing, and with a token instead of a session.
 */
final class Page {
    private static final int TIMES = 30;
    private static final int WARM = 10;
    private static final int CONNECTIONS = 6;
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"|(?:from|import) '(\\.[^']+)'");

    private final ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);

    void run() throws Exception {
        double[] pages = new double[TIMES];
        double[] overviews = new double[TIMES];
        int files = 0;
        for (int i = -WARM; i < TIMES; i++) {
            String client = Fleet.admin(Fleet.large(i + WARM));
            Api.token(client);
            long start = System.nanoTime();
            Set<String> seen = new HashSet<>();
            load(List.of("/"), seen, client);
            Api.get("/api/v1/me", client);
            load(List.of("/pages/overview.css", "/pages/overview.js"), seen, client);
            files = seen.size();
            long asked = System.nanoTime();
            Api.get("/api/v1/overview", client);
            if (i >= 0) {
                pages[i] = (System.nanoTime() - start) / 1e6;
                overviews[i] = (System.nanoTime() - asked) / 1e6;
            }
        }
        connections.shutdown();
        print("overview page, %d files and 2 calls".formatted(files), pages);
        print("  its call alone", overviews);
    }

    /** Fetches files and all that they lead to. */
    private void load(List<String> first, Set<String> seen, String client) throws Exception {
        List<String> level = first;
        while (!level.isEmpty()) {
            seen.addAll(level);
            List<Future<List<String>>> answers = new ArrayList<>();
            for (String path : level) {
                answers.add(connections.submit(() -> named(path, Api.get(path, client))));
            }
            List<String> following = new ArrayList<>();
            for (Future<List<String>> answer : answers) {
                following.addAll(answer.get());
            }
            level = following.stream().distinct().filter(path -> !seen.contains(path)).toList();
        }
    }

    private static List<String> named(String from, String text) {
        List<String> named = new ArrayList<>();
        Matcher names = NAMED.matcher(text);
        while (names.find()) {
            named.add(names.group(1) != null ? names.group(1) : URI.create(from).resolve(names.group(2)).getPath());
        }
        return named;
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf("%s: p50 %.0f ms, max %.0f ms%n", what, millis[millis.length / 2], millis[millis.length - 1]);
    }
}
