package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.ColumnSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Whether a record is one that a table can take, by the rules that posted records are judged by. */
public final class RecordCheck {
    private final RecordSchema schema;

    public RecordCheck(List<ColumnSpec> columns) {
        schema = new RecordSchema(columns);
    }

    /** What is wrong with a record, a JSON object; nothing if the table takes it as it is. */
    public Optional<String> problem(byte[] record) {
        try (JsonParser json = Json.parser(record, 0, record.length)) {
            json.nextToken();
            return switch (schema.judge(json, record, Integer.MAX_VALUE)) {
                case Verdict.Accepted _ -> Optional.empty();
                case Verdict.Rejected(RecordError error) -> Optional.of(error.message());
            };
        } catch (JacksonException unreadable) {
            return Optional.of(unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
