package dev.ingest.scheduler.notification;

import java.util.List;
import java.util.Optional;

/**
 * What is needed to tell somebody something, once.
 *
 * @param claim names the attempt; whoever does not have it any more has nothing to say
 * @param tenant whose target
 * @param target its name
 * @param delivery the notification's id, the same for each attempt
 * @param event as {@link Event#text}
 * @param payload JSON
 * @param kind how
 * @param url for a webhook
 * @param recipients for a mail
 * @param credential whose {@code secret} signs
 * @param allowed addresses that are not public and that the operator allows the tenant
 */
record Attempt(
        String claim,
        String tenant,
        String target,
        String delivery,
        String event,
        String payload,
        NotificationTarget.Kind kind,
        String url,
        List<String> recipients,
        Optional<String> credential,
        List<String> allowed) {}
