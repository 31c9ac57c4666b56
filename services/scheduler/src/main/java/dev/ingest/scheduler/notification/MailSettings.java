package dev.ingest.scheduler.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The mail server that notifications go through. */
@ConfigMapping(prefix = "ingest.mail")
public interface MailSettings {
    /** Its name; without one, nobody is told by e-mail. */
    Optional<String> host();

    @WithDefault("587")
    int port();

    /** {@code REQUIRED}, {@code OPTIONAL} or {@code DISABLED}: whether the connection becomes an encrypted one. */
    @WithDefault("REQUIRED")
    String startTls();

    Optional<String> user();

    Optional<String> password();

    /** Whom the mails are from. */
    @WithDefault("ingest@localhost")
    String from();
}
