package dev.ingest.scheduler.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Sends notifications as mails. */
@Singleton
class Mails {
    private final Optional<MailClient> client;
    private final MailSettings mail;
    private final NotificationSettings settings;
    private final ObjectMapper json;

    Mails(Vertx vertx, MailSettings mail, NotificationSettings settings, ObjectMapper json) {
        this.client = mail.host().map(host -> MailClient.create(vertx, config(host, mail, settings)));
        this.mail = mail;
        this.settings = settings;
        this.json = json;
    }

    private static MailConfig config(String host, MailSettings mail, NotificationSettings settings) {
        MailConfig config = new MailConfig()
                .setHostname(host)
                .setPort(mail.port())
                .setStarttls(StartTLSOptions.valueOf(mail.startTls()))
                .setMaxPoolSize(settings.atOnce())
                .setKeepAlive(false);
        config.setConnectTimeout((int) settings.attemptMax().toMillis());
        mail.user().ifPresent(config::setUsername);
        mail.password().ifPresent(config::setPassword);
        return config;
    }

    @PreDestroy
    void close() {
        client.ifPresent(open -> {
            var _ = open.close();
        });
    }

    boolean available() {
        return client.isPresent();
    }

    Uni<Outcome> send(Attempt attempt) {
        if (client.isEmpty()) {
            return Uni.createFrom()
                    .item(new Outcome.Untold("no mail server is configured (expected: ingest.mail.host)"));
        }
        return Uni.createFrom()
                .<Outcome>emitter(emitter -> {
                    var _ = client.get()
                            .sendMail(message(attempt))
                            .onComplete(sent -> emitter.complete(
                                    sent.succeeded() ? new Outcome.Told() : new Outcome.Untold(said(sent.cause()))));
                })
                .ifNoItem()
                .after(settings.attemptMax())
                .recoverWithItem(() -> new Outcome.Untold(
                        "the mail server did not answer within %d ms (ingest.notification.attempt-max)"
                                .formatted(settings.attemptMax().toMillis())));
    }

    private static String said(Throwable failure) {
        return "the mail server: " + Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    }

    private MailMessage message(Attempt attempt) {
        MailMessage message = new MailMessage()
                .setFrom(mail.from())
                .setTo(attempt.recipients())
                .setSubject("[ingest] %s: %s".formatted(attempt.tenant(), attempt.event()))
                .setText(text(attempt));
        // the same for each attempt: a mailbox keeps one of several
        String domain = mail.from().substring(mail.from().indexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        message.setHeaders(
                MultiMap.caseInsensitiveMultiMap().add("Message-ID", "<%s@%s>".formatted(attempt.delivery(), domain)));
        return message;
    }

    private String text(Attempt attempt) {
        try {
            JsonNode data = json.readTree(attempt.payload()).path("data");
            StringBuilder text = new StringBuilder();
            lines("", data, text);
            return text.toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a payload is JSON", impossible);
        }
    }

    private static void lines(String indent, JsonNode node, StringBuilder text) {
        node.properties().forEach(field -> {
            text.append(indent).append(field.getKey()).append(": ");
            if (field.getValue().isContainerNode()) {
                text.append('\n');
                Iterable<JsonNode> parts =
                        field.getValue().isArray() ? field.getValue() : java.util.List.of(field.getValue());
                parts.forEach(part -> {
                    if (part.isObject()) {
                        lines(indent + "  ", part, text);
                        text.append('\n');
                    } else {
                        text.append(indent).append("  ").append(part.asText()).append('\n');
                    }
                });
            } else {
                text.append(field.getValue().asText()).append('\n');
            }
        });
    }
}
