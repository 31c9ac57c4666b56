package dev.ingest.lake;

import java.util.List;

/** What a table makes of records, told without one: whoever accepts records for tables is held against it. */
public final class Conversion {

    private static final TableId NOWHERE = new TableId("nowhere", "nothing");

    private Conversion() {}

    /**
     * Why records would be rejected.
     *
     * @param columns of a table that takes no others and whose columns stay as wide as they are
     * @param ndjson one JSON object a line
     * @return one reason for each record that would be, in their order
     */
    public static List<String> rejections(List<Column> columns, byte[] ndjson) {
        TableSpec spec = TableSpec.append(NOWHERE, columns).with(SchemaPolicy.FREEZE);
        Layout layout = Layout.of(spec);
        var message = new Message(new Position("none", 0, 0), Op.UPSERT, ndjson);
        return Decoder.decode(layout, new Batch(List.of(message))).rejections().stream()
                .map(Rejection::reason)
                .toList();
    }
}
