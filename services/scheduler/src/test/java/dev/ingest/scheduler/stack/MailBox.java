package dev.ingest.scheduler.stack;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A real SMTP server on loopback, for the life of the tests. */
public final class MailBox {
    private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private MailBox() {}

    /** How the service finds it. */
    static Map<String, String> config() {
        SERVER.start();
        return Map.of(
                "ingest.mail.host", "127.0.0.1",
                "ingest.mail.port", String.valueOf(SERVER.getSmtp().getPort()),
                "ingest.mail.start-tls", "DISABLED",
                "ingest.mail.from", "ingest@platform.example");
    }

    static void stop() {
        SERVER.stop();
    }

    /** The mails that came for somebody. */
    public static List<MimeMessage> to(String recipient) {
        return Arrays.stream(SERVER.getReceivedMessages())
                .filter(mail -> isTo(mail, recipient))
                .toList();
    }

    private static boolean isTo(MimeMessage mail, String recipient) {
        try {
            return Arrays.stream(mail.getRecipients(Message.RecipientType.TO))
                    .anyMatch(address -> address.toString().equals(recipient));
        } catch (MessagingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
