package dev.ingest.local.stack;

import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the stack of a state folder listens, for commands that come later. */
public final class RunningPorts {
    private RunningPorts() {}

    /** Notes the ports. */
    public static void write(Home home, Ports ports) {
        String text = ports.numbers().entrySet().stream()
                .map(port -> port.getKey() + " " + port.getValue())
                .collect(Collectors.joining("\n"));
        try {
            Files.writeString(file(home), text);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + file(home) + ": " + e.getMessage(), e);
        }
    }

    /** Forgets the ports of a stack that ended. */
    public static void clear(Home home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException e) {
            throw new LocalFailure("cannot remove " + file(home) + ": " + e.getMessage(), e);
        }
    }

    /** @throws LocalFailure if nothing runs */
    public static Ports read(Home home) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        try {
            for (String line : Files.readAllLines(file(home))) {
                String[] words = line.split(" ");
                numbers.put(Port.valueOf(words[0]), Integer.parseInt(words[1]));
            }
        } catch (IOException e) {
            throw new LocalFailure("nothing runs in " + home.folder() + ": ./ingest up", e);
        }
        return new Ports(numbers);
    }

    private static Path file(Home home) {
        return home.running().resolve("ports");
    }
}
