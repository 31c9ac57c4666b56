package dev.ingest.executor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@ExecutorTest
class ProblemTest {
    @Inject
    Executor executor;

    private HttpResponse<String> named(String name) {
        return executor.send(HttpRequest.newBuilder(Executor.url("/test/defect?name=" + name))
                .build());
    }

    @Test
    void nameThatNothingCanHaveIsTheCallersFault() {
        assertThat(named("9").statusCode()).isEqualTo(400);
        assertThat(named("9").body()).contains("name: '9' (expected: at most 63 letters");
    }

    @Test
    void defectIsOursAndSaysNothing() {
        assertThat(named("good").statusCode()).isEqualTo(500);
        assertThat(named("good").body()).doesNotContain("nobody else").contains("internal error");
    }
}
