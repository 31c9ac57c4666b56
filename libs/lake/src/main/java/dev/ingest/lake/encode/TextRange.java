package dev.ingest.lake.encode;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** The least and the greatest text of a page, as unsigned bytes: the first eight mostly tell. */
final class TextRange {

    private boolean none = true;
    private byte[] least = {};
    private int leastFrom;
    private int leastLength;
    private long leastHead;
    private byte[] greatest = {};
    private int greatestFrom;
    private int greatestLength;
    private long greatestHead;

    void clear() {
        none = true;
    }

    /** @param bytes which do not change until the page ends */
    void see(byte[] bytes, int from, int length) {
        long head = Words.signedHead(bytes, from, length);
        if (none || head < leastHead || head == leastHead && isLess(bytes, from, length)) {
            least = bytes;
            leastFrom = from;
            leastLength = length;
            leastHead = head;
        }
        if (none || head > greatestHead || head == greatestHead && isGreater(bytes, from, length)) {
            greatest = bytes;
            greatestFrom = from;
            greatestLength = length;
            greatestHead = head;
        }
        none = false;
    }

    private boolean isLess(byte[] bytes, int from, int length) {
        return Arrays.compareUnsigned(bytes, from, from + length, least, leastFrom, leastFrom + leastLength) < 0;
    }

    private boolean isGreater(byte[] bytes, int from, int length) {
        return Arrays.compareUnsigned(bytes, from, from + length, greatest, greatestFrom, greatestFrom + greatestLength)
                > 0;
    }

    void tell(Statistics<?> statistics) {
        if (!none) {
            statistics.updateStats(
                    Binary.fromConstantByteArray(Arrays.copyOfRange(least, leastFrom, leastFrom + leastLength)));
            statistics.updateStats(Binary.fromConstantByteArray(
                    Arrays.copyOfRange(greatest, greatestFrom, greatestFrom + greatestLength)));
        }
    }
}
