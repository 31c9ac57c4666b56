package dev.ingest.local;

import dev.ingest.local.services.Service;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.ProcessRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every process that belongs to a running stack. */
final class RunningProcesses {
    private RunningProcesses() {}

    /** The stack, the services, and PostgreSQL with its helpers. */
    static List<ProcessHandle> of(Home home) {
        List<ProcessHandle> processes = new ArrayList<>();
        new ProcessRecord(home, Running.NAME)
                .alive()
                .ifPresent(stack ->
                        Stream.concat(Stream.of(stack), stack.descendants()).forEach(processes::add));
        for (Service service : Service.values()) {
            new ProcessRecord(home, service.label())
                    .alive()
                    .filter(process -> !processes.contains(process))
                    .ifPresent(processes::add);
        }
        return processes;
    }
}
