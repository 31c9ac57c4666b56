package dev.ingest.scheduler.notification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.Egress;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.notification.NotificationTarget.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * @param kind how somebody is told
 * @param url where a webhook is posted to
 * @param recipients whom mails go to
 * @param events what they are told of, as {@code run.succeeded}
 * @param credential name of the credential whose {@code secret} signs webhooks
 */
@Schema(name = "NotificationRequest")
@JsonIgnoreProperties("name") // what a read says beside it
public record NotificationRequest(
        @Nullable Kind kind,
        @Nullable String url,
        @Nullable List<@Nullable String> recipients,
        @Nullable List<@Nullable String> events,
        @Nullable String credential) {
    private static final int URL_MAX = 2000;
    private static final int RECIPIENTS_MAX = 20;
    private static final int EVENTS_MAX = 20;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,190}");

    /** Fills in what is asked for; {@code INVALID_ARGUMENT} names the field that is wrong. */
    void fill(NotificationTarget row, AllowedAddresses allowed, boolean mails) {
        row.kind = Body.required("kind", kind);
        row.events = eventNames();
        switch (row.kind) {
            case WEBHOOK -> {
                row.url = address(Body.text("url", url, URL_MAX), allowed);
                row.credential = Body.required("credential", credential);
                row.recipients = none("recipients", recipients);
            }
            case EMAIL -> {
                if (!mails) {
                    throw IngestException.invalid(
                            "kind: 'EMAIL' (expected: WEBHOOK; this platform has no mail server)");
                }
                row.recipients = mailboxes();
                row.url = null;
                row.credential = null;
            }
        }
    }

    private static List<String> none(String field, @Nullable List<@Nullable String> values) {
        if (!Body.list(field, values, RECIPIENTS_MAX).isEmpty()) {
            throw IngestException.invalid("%s: some (expected: none for a webhook)".formatted(field));
        }
        return List.of();
    }

    private List<String> eventNames() {
        List<String> asked = Body.list("events", events, EVENTS_MAX);
        if (asked.isEmpty()) {
            throw IngestException.invalid("events: none (expected: at least one)");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            names.add(Event.parse("events[%d]".formatted(i), asked.get(i)).text());
        }
        return names.stream().distinct().toList();
    }

    private List<String> mailboxes() {
        List<String> asked = Body.list("recipients", recipients, RECIPIENTS_MAX);
        if (asked.isEmpty()) {
            throw IngestException.invalid("recipients: none (expected: at least one)");
        }
        for (int i = 0; i < asked.size(); i++) {
            if (!ADDRESS.matcher(asked.get(i)).matches()) {
                throw IngestException.invalid("recipients[%d]: '%s' (expected: an address such as data@example.com)"
                        .formatted(i, asked.get(i)));
            }
        }
        return asked;
    }

    /** Encrypted, unless the operator allows that very host and port. */
    private static String address(String text, AllowedAddresses allowed) {
        URI url = parsed(text).orElseThrow(() -> wrong(text));
        boolean encrypted = url.getScheme().equalsIgnoreCase("https");
        String host = url.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        if (url.getRawUserInfo() != null || !encrypted && !allowed.allows(host, Egress.port(url))) {
            throw wrong(text);
        }
        return text;
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && String.valueOf(url.getScheme()).matches("(?i)https?")
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static IngestException wrong(String text) {
        return IngestException.invalid(
                "url: '%s' (expected: https://host/path without a user in it; http only where the operator allows it)"
                        .formatted(text.replaceAll("//[^/@]*@", "//…@")));
    }
}
