package dev.ingest.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where data goes, and where what is said about it goes. */
final class Terminal {
    /** The one who read what we write has gone, as {@code head} does. */
    static final class Gone extends RuntimeException {
        Gone(IOException cause) {
            super(cause);
        }
    }

    private final OutputStream data;
    private final PrintStream messages;

    Terminal(OutputStream data, PrintStream messages) {
        this.data = data;
        this.messages = messages;
    }

    void line(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    void line(byte[] text) {
        try {
            data.write(text);
            data.write('\n');
        } catch (IOException closed) {
            throw new Gone(closed);
        }
    }

    void say(String message) {
        messages.println(message);
    }
}
