package dev.ingest.local.kafka;

import dev.ingest.local.state.Killable;
import dev.ingest.local.state.LocalFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A {@link KafkaNode} in a process of its own, for whoever wants to kill it. It reads its standard input, whose other end we hold: it
 * stops when that closes, be it by us or by our death.
 */
public final class KafkaProcess implements Killable {
    private static final String READY = "ready";
    private static final int STOP_SECONDS_MAX = 60;

    private final Process process;

    private KafkaProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a node; it answers when this returns.
     *
     * @param folder its log
     * @param port where clients connect
     * @param controllerPort where it talks to itself
     * @param messages where what it says goes
     */
    public static KafkaProcess start(Path folder, int port, int controllerPort, Path messages) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(port),
                        String.valueOf(controllerPort))
                .redirectError(Redirect.appendTo(messages.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); !READY.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new LocalFailure("Kafka does not start: see " + messages);
            }
        }
        return new KafkaProcess(process);
    }

    @Override
    public void kill() throws InterruptedException {
        var _ = process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("Kafka still ran " + STOP_SECONDS_MAX + " s after it was told to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Kafka stops", e);
        }
    }

    /** The process itself. */
    public static void main(String[] args) throws Exception {
        try (KafkaNode _ = KafkaNode.start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))) {
            System.out.println(READY);
            System.out.flush();
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
