package dev.ingest.scheduler.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagePlaceTest {
    private static final URI PAGE = URI.create("https://ingest.example.org/");

    @ParameterizedTest
    @CsvSource(textBlock = """
            /api/v1/credentials/shop,                          pipelines/orders/credential
            /api/v1/pipelines/orders/resume,                   pipelines/orders
            /api/v1/runs/01M7ZN3K1,                            runs/01M7ZN3K1
            /api/v1/tables/shop/items/tuning,                  tables/shop/items
            /api/v1/usage?from=2026-11-01&to=2026-11-30,       usage?month=2026-11
            """)
    void whoIsToldFindsThePlaceInThePage(String link, String place) {
        assertThat(PagePlace.of(PAGE, "orders", link)).contains("https://ingest.example.org/#/" + place);
    }

    @Test
    void whatThePageHasNoPlaceForIsToldByItsCallAlone() {
        assertThat(PagePlace.of(PAGE, "hook", "/api/v1/notifications/hook")).isEmpty();
    }
}
