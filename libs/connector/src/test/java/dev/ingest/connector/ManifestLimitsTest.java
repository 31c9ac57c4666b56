package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.manifest.ManifestException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Manifests made to be too much. */
class ManifestLimitsTest {
    private static void refused(String manifest, String message) {
        assertThatThrownBy(() -> Connector.load(manifest))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aliasesThatMultiplyAreStopped() {
        StringBuilder manifest = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            manifest.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        refused(manifest.toString(), "aliases expand to more than MAX_VALUES (2000000) values");
    }

    @Test
    void anAliasThatHoldsItselfIsStopped() {
        refused("a: &a [*a]\n", "holds itself (limit: MAX_NESTING)");
    }

    @Test
    void aManifestOfTenMegabytesIsRefusedByTheNameOfTheLimit() {
        refused("a: '" + "x".repeat(10 * 1024 * 1024) + "'\n", "(limit: MAX_CHARACTERS, 3145728)");
    }

    @Test
    void nestingIsLimited() {
        refused("a: " + "[".repeat(5_000) + "]".repeat(5_000), "Nesting Depth exceeded");
    }

    @Test
    void referencesThatMultiplyAreRefusedBeforeAnyIsReplaced() {
        StringBuilder manifest = new StringBuilder("type: DeclarativeSource\na0: [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 300; i++) {
            manifest.append(
                    "a%d: [%s]\n".formatted(i, "'#/a%d', ".formatted(i - 1).repeat(10)));
        }
        refused(manifest.toString(), "(limit: MAX_VALUES, 3000000)");
    }

    @Test
    void aKeyThatIsThereTwiceIsNotWrittenToTheLog() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            Connector.load(Yaml.stream().text() + "version: 6.1.0\n");
        } finally {
            root.removeHandler(handler);
        }

        assertThat(logged).isEmpty();
    }

    @Test
    void anAddressThatCanNeverBeOneIsRefused() {
        refused(
                Yaml.stream().requester("url: 5").text(),
                "streams[0].retriever.requester.url: is '5' (expected an address like https://host/path)");
    }

    @Test
    void aLongChainOfReferencesIsLimited() {
        StringBuilder manifest = new StringBuilder("type: DeclarativeSource\n");
        for (int i = 0; i < 20_000; i++) {
            manifest.append("a%d: { b: '#/a%d' }\n".formatted(i, i + 1));
        }
        refused(manifest.append("a20000: x\n").toString(), "references nest deeper than 400 levels");
    }
}
