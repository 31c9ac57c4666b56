package dev.ingest.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;

/** The ordinary way: Jackson's tree, Iceberg's generic records, Iceberg's writer of them. */
final class Ordinary {

    private final ObjectMapper json = new ObjectMapper();
    private final Table table;
    private final String level;

    Ordinary(Table table, String level) {
        this.table = table;
        this.level = level;
    }

    DataFile write(Batch batch) throws IOException {
        var file = OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build().newOutputFile();
        DataWriter<GenericRecord> writer = Parquet.writeData(file)
                .forTable(table)
                .set(TableProperties.PARQUET_COMPRESSION_LEVEL, level)
                .createWriterFunc(GenericParquetWriter::create)
                .overwrite()
                .build();
        try (writer) {
            for (Message message : batch.messages()) {
                byte[] bytes = message.ndjson();
                for (int start = 0; start < bytes.length; ) {
                    int end = start;
                    while (end < bytes.length && bytes[end] != '\n') {
                        end++;
                    }
                    writer.write(record(json.readTree(bytes, start, end - start)));
                    start = end + 1;
                }
            }
        }
        return writer.toDataFile();
    }

    private GenericRecord record(JsonNode node) {
        GenericRecord record = GenericRecord.create(table.schema());
        List<NestedField> fields = table.schema().columns();
        for (int i = 0; i < fields.size(); i++) {
            JsonNode value = node.get(fields.get(i).name());
            if (value != null && !value.isNull()) {
                record.set(i, value(fields.get(i), value));
            }
        }
        return record;
    }

    private static Object value(NestedField field, JsonNode value) {
        return switch (field.type().typeId()) {
            case LONG -> value.longValue();
            case DOUBLE -> value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case DATE -> LocalDate.parse(value.textValue());
            case TIMESTAMP -> OffsetDateTime.parse(value.textValue());
            case DECIMAL -> new BigDecimal(value.asText()).setScale(2);
            default -> value.isTextual() ? value.textValue() : value.toString();
        };
    }
}
