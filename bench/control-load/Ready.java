import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How soon the scheduler is ready after its process began. The local stack starts it again, with its own flags, whenever it ends; the
 * first end writes the start-up cache that the later starts use.
 */
final class Ready {
    private static final int STARTS = 3;
    private static final Duration MAX = Duration.ofMinutes(3);

    private Ready() {}

    static void run() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            long old = Usage.pid();
            ProcessHandle.of(old).orElseThrow().destroy();
            long end = System.nanoTime() + MAX.toNanos();
            while (!again(old)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the scheduler is not ready within " + MAX);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            double seconds = sinceStart(Usage.pid());
            boolean cached = Files.readString(Path.of("/proc/%d/cmdline".formatted(Usage.pid()))).contains("-XX:AOTCache=");
            System.out.printf("ready after %.2f s, %s start-up cache%n", seconds, cached ? "with its" : "without a");
        }
    }

    private static boolean again(long old) {
        try {
            return Usage.pid() != old && Api.isReady();
        } catch (IOException notYet) {
            // between two processes there is neither a note of one nor a port
            return false;
        }
    }

    /** The process's begin is in hundredths of a second since the machine's. */
    private static double sinceStart(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
        double start = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]) / 100.0;
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]) - start;
    }
}
