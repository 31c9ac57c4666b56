package dev.ingest.scheduler.declared;

import dev.ingest.scheduler.stack.Shop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a tenant may have: calls by path, in an order in which they can be made. */
final class Something {
    private final Random random;
    private final Map<String, String> calls = new LinkedHashMap<>();

    private Something(Random random) {
        this.random = random;
    }

    static Map<String, String> of(Random random) {
        Something something = new Something(random);
        something.connectors();
        something.destinations();
        something.pipelines();
        something.sources();
        return something.calls;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void connectors() {
        calls.put("/api/v1/connectors/shop", Shop.MANIFEST + one(List.of("", "# Größe: \"%\" \\\n", "\n\n# x\t\n")));
    }

    private void destinations() {
        if (random.nextBoolean()) {
            calls.put(
                    "/api/v1/destinations/lake",
                    "{\"kind\": \"jdbc\", \"properties\": {\"uri\": \"jdbc:postgresql://h/x\", \"catalog\": \"%s\", \"warehouse\": \"%s\"}%s}"
                            .formatted(
                                    one(List.of("c", "ü/: #")),
                                    one(List.of("s3://b/", "s3://b/p")),
                                    one(List.of("", ", \"credential\": \"shop\""))));
        }
    }

    private void pipelines() {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String destination = calls.containsKey("/api/v1/destinations/lake") && random.nextBoolean()
                    ? ", \"destination\": \"lake\""
                    : "";
            calls.put("/api/v1/pipelines/p" + (count - i), """
                    {"connector": "shop", "credential": "shop", "namespace": "n%d", "config": {"start_date": "%s"},
                     "streams": [%s], "schedule": "%s"%s%s}""".formatted(
                            i,
                            one(List.of("2026-01-01", "on", "'\\\"")),
                            streams(),
                            i > 0 && random.nextBoolean()
                                    ? "after p" + (count - i + 1)
                                    : one(List.of("manual", "hourly", "0 6 * * 1-5", "every 15m")),
                            timing(),
                            destination));
        }
    }

    private String streams() {
        String items = one(List.of(
                "{\"name\": \"items\"}",
                "{\"name\": \"items\", \"partition\": [\"bucket(4, id)\"], \"sort\": []}",
                "{\"name\": \"items\", \"merge\": \"APPEND\", \"formatVersion\": 2}",
                "{\"name\": \"items\", \"merge\": \"HISTORY\", \"cursor\": \"name\", \"schema\": \"FREEZE\"}",
                "{\"name\": \"items\", \"key\": [\"id\", \"name\"], \"merge\": \"FULL_REFRESH\"}"));
        String events = one(List.of(
                "{\"name\": \"Order-Events\"}",
                "{\"name\": \"Order-Events\", \"key\": [\"id\"], \"schema\": \"DISCARD_VALUE\"}"));
        return one(List.of(items, events, items + ", " + events));
    }

    private String timing() {
        return one(List.of(
                "",
                ", \"timing\": {\"timeZone\": \"Europe/Berlin\", \"jitterSeconds\": 30}",
                ", \"timing\": {\"overlap\": \"QUEUE\", \"catchUp\": \"ALL\", \"blackouts\":"
                        + " [{\"days\": [\"SATURDAY\"], \"from\": \"22:00\", \"to\": \"02:00\"}]}"));
    }

    private void sources() {
        calls.put(
                "/api/v1/notifications/mails",
                "{\"kind\": \"EMAIL\", \"recipients\": [\"%s\"], \"events\": [\"run.failed\", \"budget.reached\"]}"
                        .formatted(one(List.of("a@example.com", "größe+x@example.com"))));
        if (random.nextBoolean()) {
            return;
        }
        String key = one(List.of("", ", \"key\": [\"id\"]"));
        calls.put("/api/v1/sources/CLICKS", """
                {"namespace": "web", "columns": [{"name": "id", "type": "long"}, {"name": "Größe", "type": "decimal(38,2)"},
                 {"name": "mail", "type": "string", "personal": true}]%s%s}""".formatted(
                key,
                one(List.of("", ", \"eventTime\": \"at\"", ", \"freshnessSeconds\": 60, \"sort\": [\"id desc\"]"))));
        calls.put("/api/v1/feature-views/seen/v1", """
                {"source": "CLICKS", "entityKeys": ["id"]%s}""".formatted(one(List.of(
                "",
                ", \"offline\": false",
                ", \"partition\": [\"id\"]",
                ", \"online\": false, \"table\": \"t9\"",
                ", \"columns\": [{\"name\": \"mail\", \"type\": \"string\"}],"
                        + " \"transformation\": [{\"type\": \"RemoveFields\", \"field_pointers\": [[\"x\"]]}]"))));
        calls.put(
                "/api/v1/policies/web/clicks",
                "{\"columns\": {\"mail\": {\"analyst\": \"%s\"}}}".formatted(one(List.of("SHA256", "REDACT"))));
        if (random.nextBoolean()) {
            calls.put("/api/v1/feature-views/seen/v1/state", "{\"state\": \"SUSPENDED\"}");
        }
    }
}
