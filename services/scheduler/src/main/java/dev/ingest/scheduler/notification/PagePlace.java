package dev.ingest.scheduler.notification;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in the dashboard to do what a path of our REST stands for; the page's own list of alerts goes to the same places. */
final class PagePlace {
    private static final Pattern CREDENTIAL = Pattern.compile("/api/v1/credentials/[^/?]+");
    private static final Pattern TABLE = Pattern.compile("/api/v1/tables/([^/]+/[^/?]+).*");
    private static final Pattern USAGE = Pattern.compile("/api/v1/usage\\?from=(\\d{4}-\\d{2}).*");
    private static final Pattern OTHERS = Pattern.compile("/api/v1/((?:runs|pipelines)/[^/?]+).*");

    private PagePlace() {}

    /**
     * @param page the dashboard's address
     * @param subject what happened to: the pipeline, if its credential has to be entered again
     * @param link a path of our REST
     */
    static Optional<String> of(URI page, String subject, String link) {
        return CREDENTIAL.matcher(link).matches()
                ? Optional.of(at(page, "pipelines/%s/credential".formatted(subject)))
                : found(TABLE, link)
                        .map(table -> at(page, "tables/" + table))
                        .or(() -> found(USAGE, link).map(month -> at(page, "usage?month=" + month)))
                        .or(() -> found(OTHERS, link).map(place -> at(page, place)));
    }

    private static Optional<String> found(Pattern pattern, String link) {
        Matcher matcher = pattern.matcher(link);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String at(URI page, String place) {
        return page.toString().replaceAll("/+$", "") + "/#/" + place;
    }
}
