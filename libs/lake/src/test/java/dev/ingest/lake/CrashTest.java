package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every point at which something can happen to a process that commits: before and after every file that it writes or removes and
 * every call of the catalog, and in the middle of a file; and every point at which somebody else can come between.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

    /** Iceberg waits in steps of ten milliseconds for its own threads. */
    private static final int AT_ONCE = 8;

    @ParameterizedTest
    @MethodSource({"dev.ingest.lake.Works#all", "dev.ingest.lake.Works#ofVersion2", "dev.ingest.lake.Works#writtenAnew"
    })
    void isDoneOnceWhicheverOperationFails(Crashed work) throws InterruptedException {
        MemoryLake given = work.given();
        work.requireWay(given);
        var points = new ArrayList<Runnable>();
        for (Failing.Way way : Failing.Way.values()) {
            if (way != Failing.Way.INTERRUPTED) {
                IntStream.rangeClosed(1, work.points(given, way))
                        .forEach(at -> points.add(() -> work.fails(given, way, at)));
            }
        }
        assertThat(points.size()).isGreaterThan(10);
        all(points);
    }

    @ParameterizedTest
    @MethodSource({"dev.ingest.lake.Works#all", "dev.ingest.lake.Works#writtenAnew"})
    void isDoneOnceWhoeverComesBetween(Crashed work) throws InterruptedException {
        MemoryLake given = work.given();
        var points = new ArrayList<Runnable>();
        for (Crashed.Other other : Crashed.Other.values()) {
            if (work.excluded().contains(other)) {
                continue;
            }
            IntStream.rangeClosed(1, work.points(given, Failing.Way.INTERRUPTED))
                    .forEach(at -> points.add(() -> work.interrupted(given, other, at)));
        }
        assertThat(points.size()).isGreaterThan(10);
        all(points);
    }

    private static void all(List<Runnable> points) throws InterruptedException {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            points.forEach(point -> all.add(threads.submit(point)));
        }
        for (Future<?> each : all) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
    }
}
