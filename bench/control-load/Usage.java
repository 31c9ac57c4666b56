import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes used, as Linux tells it.
 *
 * @param scheduler processor time of the scheduler, in hundredths of a second
 * @param generator that of this process
 * @param nanos the time it was
 */
record Usage(long scheduler, long generator, long nanos) {
    static Usage now() throws IOException {
        return new Usage(cpu(Long.toString(pid())), cpu("self"), System.nanoTime());
    }

    Usage since(Usage before) {
        return new Usage(scheduler - before.scheduler, generator - before.generator, nanos - before.nanos);
    }

    /** The scheduler's process, as the local stack noted it: another one after each start. */
    static long pid() throws IOException {
        return Long.parseLong(Files.readString(Path.of(System.getProperty("running"), "scheduler.pid")).split(" ")[0]);
    }

    /** Of the scheduler, in MiB: {@code VmRSS}, or {@code VmHWM} for the most it ever was. */
    static long mebibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid()))).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    static String memory() throws IOException {
        return "%d MB RSS (%d MB its own, %d MB of files), at most %d MB"
                .formatted(mebibytes("VmRSS"), mebibytes("RssAnon"), mebibytes("RssFile"), mebibytes("VmHWM"));
    }

    private static long cpu(String process) throws IOException {
        String stat = Files.readString(Path.of("/proc/%s/stat".formatted(process)));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** CPU milliseconds of the scheduler for each of so many calls. */
    double millisEach(long calls) {
        return scheduler * 10.0 / calls;
    }

    @Override
    public String toString() {
        double seconds = nanos / 1e9;
        return "CPU of a core: scheduler %.0f %%, generator %.0f %%".formatted(scheduler / seconds, generator / seconds);
    }
}
