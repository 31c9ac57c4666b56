package dev.ingest.platform.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    private static final int PIECE = 1 << 20;

    /** So much that what other tests' brokers take and give back meanwhile is little beside it. */
    private static final int PIECES = 192;

    private final List<byte[]> pieces = new ArrayList<>();

    /** Garbage is no need: batches would shrink with every drain until the next collection, and grow again after it. */
    @Test
    void whatIsHeldIsCountedAndWhatIsGarbageIsNot() {
        long held = needed(() -> {});
        long dropped = needed(pieces::clear);
        assertThat(held).isGreaterThan((long) PIECES * PIECE);
        assertThat(held - dropped).isGreaterThan((long) (PIECES - PIECES / 6) * PIECE);
    }

    @Test
    void whatWasCollectedBeforeIsNobodysNeed() {
        fill();
        System.gc();
        pieces.clear();
        assertThat(PeakMemory.start().bytes()).isLessThan((long) PIECES * PIECE);
    }

    private long needed(Runnable beforeTheCollection) {
        PeakMemory peak = PeakMemory.start();
        fill();
        beforeTheCollection.run();
        System.gc();
        long bytes = peak.bytes();
        pieces.clear();
        return bytes;
    }

    private void fill() {
        for (int i = 0; i < PIECES; i++) {
            pieces.add(new byte[PIECE]);
        }
    }
}
