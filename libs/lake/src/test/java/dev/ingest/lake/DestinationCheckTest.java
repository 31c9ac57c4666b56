package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.DestinationCheck.Outcome;
import dev.ingest.lake.DestinationCheck.Result;
import dev.ingest.lake.DestinationCheck.Right;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right that somebody refuses is not the same as one that nobody could be asked for. */
class DestinationCheckTest {

    @TempDir
    Path warehouse;

    private List<Result> check(String uri) {
        Destination there = Database.destination("file:" + warehouse, Map.of());
        var destination = new Destination(
                there.catalogName(),
                CatalogKind.JDBC,
                uri.isEmpty() ? there.uri() : uri,
                there.warehouse(),
                there.properties());
        return DestinationCheck.run(destination, LakeCredentials.none(), AllowedAddresses.ALL, "small");
    }

    @Test
    void whatIsThereIsGranted() {
        assertThat(check("")).extracting(Result::outcome).containsOnly(Outcome.GRANTED);
    }

    @Test
    void catalogThatDoesNotAnswerFailedAndIsToldWithItsAddress() {
        String uri = "jdbc:postgresql://127.0.0.1:1/nobody";
        assertThat(check(uri))
                .filteredOn(result -> result.outcome() != Outcome.GRANTED)
                .singleElement()
                .returns(Right.CATALOG, Result::right)
                .returns(Outcome.FAILED, Result::outcome)
                .satisfies(failed -> assertThat(failed.problem().orElseThrow())
                        .startsWith(uri + ": ")
                        .contains("refused"));
    }

    @Test
    void userThatTheCatalogDoesNotKnowIsRefused() {
        String user =
                Database.destination("file:" + warehouse, Map.of()).uri().replaceFirst("user=[^&]*", "user=nobody");
        assertThat(check(user))
                .filteredOn(result -> result.right() == Right.CATALOG)
                .singleElement()
                .returns(Outcome.MISSING, Result::outcome)
                .satisfies(
                        refused -> assertThat(refused.problem().orElseThrow()).contains("nobody"));
    }
}
