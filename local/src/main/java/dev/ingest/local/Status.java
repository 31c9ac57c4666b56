package dev.ingest.local;

import dev.ingest.local.services.Orphans;
import dev.ingest.local.services.Readiness;
import dev.ingest.local.services.Service;
import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.stack.RunningPorts;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.HomeLock;
import dev.ingest.local.state.ProcessRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;

/** Says what runs, where, and whether it answers. */
final class Status {
    private static final int CONNECT_MILLIS_MAX = 1000;

    private final Home home;
    private final Progress progress;

    Status(Home home, Progress progress) {
        this.home = home;
        this.progress = progress;
    }

    /** Returns whether everything answers. */
    boolean run() throws Exception {
        // A stack that was refused takes a while to end, and has let go of the lock.
        if (new ProcessRecord(home, Running.NAME).alive().isEmpty() || !HomeLock.isHeld(home)) {
            sayDown();
            return false;
        }
        Ports ports = RunningPorts.read(home);
        boolean well = true;
        for (Port part : new Port[] {Port.POSTGRES, Port.KAFKA, Port.S3, Port.OIDC, Port.SAMPLE_API}) {
            well &= say(part.label(), "127.0.0.1:" + ports.of(part), listens(ports.of(part)));
        }
        var readiness = new Readiness();
        for (Service service : Service.values()) {
            String url = ports.url(service.port());
            well &= say(service.label(), url, readiness.isReady(url));
        }
        return well;
    }

    private void sayDown() throws Exception {
        if (Files.isDirectory(home.running())) {
            HomeLock lock = HomeLock.acquire(home);
            try (lock) {
                for (String name : Orphans.end(home)) {
                    progress.say("ended " + name + ", left behind by a killed stack");
                }
            }
        }
        progress.say("nothing runs");
    }

    private boolean say(String label, String address, boolean ready) {
        progress.say("%-16s %-28s %s".formatted(label, address, ready ? "ready" : "down"));
        return ready;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            // Refused or silent: the answer is no.
            return false;
        }
    }
}
