package dev.ingest.connector.read;

import dev.ingest.expression.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A short text that is equal for equal pieces of a response, and hardly ever for others. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Extracted piece) {
        byte[] bytes =
                switch (piece) {
                    case Extracted.Text(var json) -> json.line();
                    case Extracted.Built(var value) -> JsonText.record(value).getBytes(StandardCharsets.UTF_8);
                    case Extracted.TooLarge(var record) -> record.start();
                };
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return bytes.length + ":" + Long.toHexString(sum.getValue());
    }
}
