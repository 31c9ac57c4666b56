package dev.ingest.scheduler.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SchedulerTest
class TuningTest {
    private final Api operator = Api.as("operator");

    @Inject
    Log log;

    @Test
    void requestsCarryTheHintOfTheirStreamAndTheConfigurationsOtherwise() {
        Shop shop = Shop.open("t-hint", Shop.PIPELINE);
        Answer put = operator.put("/api/v1/tenants/t-hint/tuning/shop/items", "{\"batch\": 20, \"slices\": 3}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);

        shop.run();

        assertThat(log.requests("t-hint")).hasSize(4).allSatisfy(request -> {
            boolean tuned = request.stream().equals("items");
            assertThat(request.batch()).isEqualTo(tuned ? 20 : 500);
            assertThat(request.slices()).isEqualTo(tuned ? 3 : 500);
        });
        assertThat(log.requests("t-hint")).extracting(SliceRequested::stream).contains("items");
        assertThat(operator.get("/api/v1/tenants/t-hint/tuning").json().toString())
                .isEqualTo("[{\"pipeline\":\"shop\",\"stream\":\"items\",\"batch\":20,\"slices\":3}]");
    }

    @Test
    void laterHintReplacesTheEarlierAndWhatIsMissingIsAsConfigured() {
        Shop.open("t-again", Shop.PIPELINE);
        operator.put("/api/v1/tenants/t-again/tuning/shop/items", "{\"batch\": 20, \"slices\": 3}");
        operator.put("/api/v1/tenants/t-again/tuning/shop/items", "{\"slices\": 7}");
        assertThat(operator.get("/api/v1/tenants/t-again/tuning").json().toString())
                .isEqualTo("[{\"pipeline\":\"shop\",\"stream\":\"items\",\"batch\":500,\"slices\":7}]");
    }

    @ParameterizedTest
    @CsvSource({"items,0,400", "items,5001,400", "nosuch,3,404"})
    void whatCannotBeIsRefused(String stream, int slices, int status) {
        String tenant = "t-odd" + slices;
        Shop.open(tenant, Shop.PIPELINE);
        Answer put = operator.put(
                "/api/v1/tenants/%s/tuning/shop/%s".formatted(tenant, stream), "{\"slices\": %d}".formatted(slices));
        assertThat(put.status()).isEqualTo(status);
    }

    @Test
    void hintsAreTheOperatorsBusiness() {
        Shop shop = Shop.open("t-who", Shop.PIPELINE);
        assertThat(shop.admin().get("/api/v1/tenants/t-who/tuning").status()).isEqualTo(403);
    }
}
