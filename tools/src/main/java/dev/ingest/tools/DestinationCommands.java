package dev.ingest.tools;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a destination grants what writing its tables takes. */
final class DestinationCommands {
    static final String USAGE = "./ingest destination check NAME";

    /** Every right is there. */
    static final int GRANTED = 0;

    static final int NOT_GRANTED = 1;

    private final Terminal terminal;
    private final Map<String, String> environment;

    DestinationCommands(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** @return what the command exits with */
    int run(List<String> words) {
        if (words.size() != 2 || !words.getFirst().equals("check")) {
            throw new Failure("destination: '%s' (expected %s)".formatted(String.join(" ", words), USAGE));
        }
        String name = words.getLast();
        Map<String, @Nullable Object> answer = rights(name);
        if (answer.get("rights") instanceof List<?> rights) {
            rights.forEach(right -> tell(name, right));
        }
        return Boolean.TRUE.equals(answer.get("granted")) ? GRANTED : NOT_GRANTED;
    }

    private Map<String, @Nullable Object> rights(String name) {
        try {
            return ControlPlane.of(environment).rights(name);
        } catch (ControlPlane.Refusal refused) {
            String detail = refused.detail();
            // most of what it says begins so
            throw new Failure(
                    detail.startsWith("destination ") ? detail : "destination '%s': %s".formatted(name, detail),
                    refused);
        }
    }

    private void tell(String name, @Nullable Object of) {
        if (!(of instanceof Map<?, ?> right)) {
            return;
        }
        Object outcome = right.get("outcome");
        terminal.line("%-8s %s".formatted(right.get("right"), outcome));
        if (right.get("problem") != null) {
            terminal.line("         " + right.get("problem"));
        }
        if ("MISSING".equals(outcome) && right.get("statement") != null) {
            terminal.line("         given by statement %s of rolePolicy: GET /api/v1/destinations/%s/access"
                    .formatted(right.get("statement"), name));
        }
    }
}
