package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of refusals is written down. */
@QuarkusTest
@WithTestResource(GatewayStack.class)
class RefusalsTest {
    private static final Logger LOG = Logger.getLogger(Refusals.class.getName());

    @Inject
    GatewaySettings settings;

    private final AtomicLong nanos = new AtomicLong(-17);
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(handler);
    }

    private List<String> told() {
        return lines.stream()
                .map(line -> String.format(line.getMessage(), line.getParameters()))
                .filter(line -> line.contains("refused"))
                .toList();
    }

    @Test
    void postsThatAreShedAreCountedAndCostALineASecondWithoutATrace() {
        var registry = new SimpleMeterRegistry();
        var refusals = new Refusals(settings, registry, nanos::get);
        var full = new IngestException(ErrorCode.UNAVAILABLE, "1 posts are being handled already");
        for (int shed = 0; shed < 1000; shed++) {
            try (Response answer = refusals.of("req_" + shed, full)) {
                assertThat(answer.getStatus()).isEqualTo(503);
            }
        }
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        refusals.of("req_later", full).close();
        assertThat(told())
                .containsExactly(
                        "posts refused: requestId=req_0 code=UNAVAILABLE times=1 cause=1 posts are being handled already",
                        "posts refused: requestId=req_later code=UNAVAILABLE times=1000"
                                + " cause=1 posts are being handled already");
        assertThat(lines).allMatch(line -> line.getThrown() == null);
        assertThat(registry.counter("ingest.posts.refused", "code", "unavailable")
                        .count())
                .isEqualTo(1001);
    }

    @Test
    void defectHasItsTraceEachTime() {
        var refusals = new Refusals(settings, new SimpleMeterRegistry(), nanos::get);
        refusals.of("req_1", new IllegalStateException("a defect")).close();
        refusals.of("req_2", new IllegalStateException("a defect")).close();
        assertThat(lines).hasSize(2).allMatch(line -> line.getThrown() instanceof IllegalStateException);
    }
}
