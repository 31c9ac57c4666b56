package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A job at the API, as far as it must be known to go on with it elsewhere.
 *
 * @param attempt counts the jobs for this range, from 1
 * @param created what the API answered when it was created; none while it is still to be created
 * @param since when it was created
 * @param target the download that is next, from 0
 * @param page where that download goes on
 */
record Job(int attempt, Optional<Value> created, Instant since, int target, Optional<Value> page) {
    /** A job that is waited for travels in the slice's cursor. */
    static final int CREATED_BYTES_MAX = 64 * 1024;

    static Job first(Instant now) {
        return toCreate(1, now);
    }

    private static Job toCreate(int attempt, Instant now) {
        return new Job(attempt, Optional.empty(), now, 0, Optional.empty());
    }

    Job created(Value answer, Instant now) {
        int size = JsonText.compact(answer).getBytes(StandardCharsets.UTF_8).length;
        if (size > CREATED_BYTES_MAX) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "the API's answer to a job's creation has " + size + " bytes (limit: CREATED_BYTES_MAX, "
                            + CREATED_BYTES_MAX + ")");
        }
        return new Job(attempt, Optional.of(answer), now, 0, Optional.empty());
    }

    /** Another one in its place. */
    Job again(Instant now) {
        return toCreate(attempt + 1, now);
    }

    Job at(int next, Optional<Value> place) {
        return new Job(attempt, created, since, next, place);
    }

    boolean isOlderThan(Duration most, Instant now) {
        return Duration.between(since, now).compareTo(most) > 0;
    }

    Value toValue() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("attempt", Value.of(attempt));
        created.ifPresent(answer -> fields.put("created", answer));
        fields.put("since", Value.of(since.toString()));
        fields.put("target", Value.of(target));
        page.ifPresent(place -> fields.put("page", place));
        return Value.dict(fields);
    }

    static Job parse(Value saved, Instant now) {
        if (!(saved instanceof Value.Dict fields)) {
            return first(now);
        }
        return new Job(
                number(fields, "attempt"),
                fields.at("created"),
                fields.at("since").map(Python::str).map(Instant::parse).orElse(now),
                number(fields, "target"),
                fields.at("page"));
    }

    private static int number(Value.Dict fields, String name) {
        return fields.at(name).orElse(Value.NONE) instanceof Value.Int(var number) ? number.intValueExact() : 0;
    }
}
