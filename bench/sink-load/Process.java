package dev.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used, as Linux counts it. */
record Process(long pid) {
    private static final double TICKS_PER_SECOND = 100;

    /** User and system time of all its threads, in seconds. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        // What follows its name, which may hold blanks; user time is field 14.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Its most resident memory so far, in MiB. */
    long peakMebibytes() throws IOException {
        return Files.readAllLines(file("status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Begins to look for the peak again. */
    void forgetPeak() throws IOException {
        Files.writeString(file("clear_refs"), "5");
    }

    void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", signal, String.valueOf(pid)).inheritIO().start().waitFor() != 0) {
            throw new IOException("kill " + signal + " " + pid);
        }
    }

    private Path file(String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }
}
