package dev.ingest.local.control;

import dev.ingest.local.stack.Stack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * Serves whoever started this process. First come {@code NAME=value} lines and {@code ready}; then each command line is
 * answered by {@code ok} or by {@code error} and a reason. The end of the input is the end of the stack: it cannot outlive
 * the process that holds the other end.
 */
public final class Commands {
    private final Stack stack;
    private final ServiceCommands services;
    private final PrintStream out;

    public Commands(Stack stack, ServiceCommands services, PrintStream out) {
        this.stack = stack;
        this.services = services;
        this.out = out;
    }

    /** Returns when the input ends. */
    public void serve(BufferedReader in) throws IOException {
        for (Map.Entry<String, String> variable : stack.environment().entrySet()) {
            out.println(variable.getKey() + "=" + variable.getValue());
        }
        reply("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            reply(answer(line));
        }
    }

    private void reply(String line) {
        out.println(line);
        out.flush();
    }

    private String answer(String line) {
        String[] words = line.strip().split(" ", 2);
        try {
            perform(words[0], words.length == 2 ? words[1] : "");
            return "ok";
        } catch (Exception e) {
            // The other side decides what a refused command means to it.
            return "error " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private void perform(String command, String argument) throws Exception {
        switch (command) {
            case "database" -> stack.databases().ensureOwned(argument);
            case "lake" -> stack.databases().ensureLake(argument);
            case "topics" -> stack.ensureTopics(argument);
            case "kill" -> services.kill(argument);
            case "restart" -> services.restart(argument);
            default -> throw new IllegalArgumentException("unknown command: " + command);
        }
    }
}
