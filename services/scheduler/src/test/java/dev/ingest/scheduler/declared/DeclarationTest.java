package dev.ingest.scheduler.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.scheduler.destination.DestinationRequest;
import dev.ingest.scheduler.feature.FeatureViewRequest;
import dev.ingest.scheduler.notification.NotificationRequest;
import dev.ingest.scheduler.pipeline.PipelineRequest;
import dev.ingest.scheduler.schedule.TimingRequest;
import dev.ingest.scheduler.source.SourceRequest;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import dev.ingest.scheduler.table.ColumnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SchedulerTest
class DeclarationTest {
    private static final String CONFIGURATION = "/api/v1/configuration";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A connector and a pipeline of it, for a tenant that has the credential. */
    private static String document(String schedule) {
        ObjectNode document = JSON.createObjectNode().put("ingest", 1);
        document.putArray("credentials")
                .addObject()
                .put("name", "shop")
                .putArray("keys")
                .add("token");
        document.putArray("connectors").addObject().put("name", "shop").put("manifest", Shop.MANIFEST);
        ObjectNode pipeline = parsed(Shop.PIPELINE).put("name", "shop").put("schedule", schedule);
        document.putArray("pipelines").add(pipeline);
        return document.toString();
    }

    private static ObjectNode parsed(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static Api tenant(String id) {
        Api.tenant(id);
        Api admin = Api.as("tenant-admin@" + id);
        var ignored = admin.put("/api/v1/credentials/shop", "{\"values\": {\"token\": \"t\"}}");
        return admin;
    }

    private static List<String> actions(Answer applied) {
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
        return applied.json().get("things").findValuesAsText("action");
    }

    @Test
    void documentMakesWhatIsMissingAndTheSameAgainChangesNothing() {
        Api admin = tenant("d-apply");

        assertThat(actions(admin.post(CONFIGURATION, document("daily"))))
                .containsExactly("UNCHANGED", "CREATED", "CREATED");
        assertThat(actions(admin.post(CONFIGURATION, document("daily"))))
                .containsExactly("UNCHANGED", "UNCHANGED", "UNCHANGED");
        Answer changed = admin.post(CONFIGURATION, document("weekly"));

        assertThat(actions(changed)).containsExactly("UNCHANGED", "UNCHANGED", "CHANGED");
        assertThat(changed.json().at("/things/2/fields").toString())
                .isEqualTo("{\"schedule\":{\"from\":\"daily\",\"to\":\"weekly\"}}");
        assertThat(admin.get("/api/v1/pipelines/shop").text("schedule")).isEqualTo("weekly");
    }

    @Test
    void dryRunTellsTheSameAndKeepsNothing() {
        Api admin = tenant("d-dry");

        Answer dry = admin.post(CONFIGURATION + "?dryRun=true", document("daily"));

        assertThat(actions(dry)).containsExactly("UNCHANGED", "CREATED", "CREATED");
        assertThat(dry.json().get("dryRun").asBoolean()).isTrue();
        assertThat(admin.get("/api/v1/connectors").text()).isEqualTo("[]");
        assertThat(admin.get("/api/v1/audit").text()).doesNotContain("pipeline");
        assertThat(admin.post(CONFIGURATION, document("daily")).json().get("things"))
                .isEqualTo(dry.json().get("things"));
    }

    @Test
    void ofADocumentWithOneMistakeNothingIsKept() {
        Api admin = tenant("d-all-of-it");

        Answer refused = admin.post(CONFIGURATION, document("every second"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("pipelines[0].schedule: 'every second' (expected: ");
        assertThat(admin.get("/api/v1/connectors").text()).isEqualTo("[]");
    }

    @Test
    void whatWasComparedIsWhatIsApplied() {
        Api admin = tenant("d-seen");
        var ignored = admin.post(CONFIGURATION, document("daily"));
        String tag =
                admin.post(CONFIGURATION + "?dryRun=true", document("weekly")).text("tag");

        var _ = admin.put("/api/v1/pipelines/shop", Shop.PIPELINE.replace("manual", "hourly"));
        Answer late = admin.postIf(CONFIGURATION, tag, document("weekly"));

        assertThat(late.status()).as(late.text()).isEqualTo(412);
        assertThat(admin.get("/api/v1/pipelines/shop").text("schedule")).isEqualTo("hourly");
        String now =
                admin.post(CONFIGURATION + "?dryRun=true", document("weekly")).text("tag");
        assertThat(admin.postIf(CONFIGURATION, now, document("weekly")).status())
                .isEqualTo(200);
    }

    @Test
    void credentialIsOnlyReferredTo() {
        Api.tenant("d-credential");
        Api admin = Api.as("tenant-admin@d-credential");

        assertThat(admin.post(CONFIGURATION, document("daily")).detail())
                .isEqualTo("credentials[0].name: 'shop' does not exist"
                        + " (expected: a credential, written with PUT /api/v1/credentials/shop)");
        var ignored = admin.put("/api/v1/credentials/shop", "{\"values\": {\"other\": \"t0ps3cret\"}}");
        assertThat(admin.post(CONFIGURATION, document("daily")).detail())
                .startsWith("credentials[0].keys: 'token' is missing in credential 'shop'");
        assertThat(admin.post(
                                CONFIGURATION,
                                "{\"ingest\": 1, \"credentials\": [{\"name\": \"a\", \"values\": {\"token\": \"t0ps3cret\"}}]}")
                        .detail())
                .startsWith("credentials[0].values: is not a property")
                .doesNotContain("t0ps3cret");
        assertThat(admin.get(CONFIGURATION).text()).doesNotContain("t0ps3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                 | ingest: is missing
            {"ingest": 2}                                                      | ingest: '2' is none of the allowed values
            {"ingest": 1, "pipeline": []}                                      | pipeline: is not a property
            {"ingest": 1, "sources": [{"name": "a"}]}                          | sources[0].namespace: is missing
            {"ingest": 1, "sources": {"name": "a"}}                            | sources: has the wrong type (expected array)
            {"ingest": 1, "pipelines": [{"streams": [{"merge": "UPSET"}]}]}    | pipelines[0].streams[0].merge: 'UPSET' is none
            {"ingest": 1, "connectors": [{"name": "a", "manifestFile": "x"}]}  | connectors[0].manifestFile: 'x' (expected: manifest
            {"ingest": 1, "connectors": [{"name": "a", "manifest": "x: 1"}]}   | connectors[0].
            {"ingest": 1, "credentials": [{"name": "a"}, {"name": "a"}]}       | credentials[1]: 'a' is there twice
            {"ingest": 1, "destinations": [{"name": "../x", "kind": "jdbc"}]}  | destinations[0].
            """)
    void mistakeIsNamedWithItsPathItsValueAndWhatWasExpected(String document, String says) {
        Api admin = Api.as("tenant-admin@d-mistakes");
        if (admin.get("/api/v1/connectors").status() == 404) {
            Api.tenant("d-mistakes");
        }

        Answer refused = admin.post(CONFIGURATION, document);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).contains(says);
    }

    @Test
    void documentThatIsTooDeepToBeOneIsRefused() {
        Api.tenant("d-deep");
        String deep = "{\"ingest\": 1, \"pipelines\": %s1%s}".formatted("[".repeat(900), "]".repeat(900));

        Answer refused = Api.as("tenant-admin@d-deep").post(CONFIGURATION, deep);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("document: is beyond a limit: Document nesting depth (201)");
    }

    @Test
    void pipelinesAreMadeInTheOrderInWhichTheyFollowEachOther() {
        Api admin = tenant("d-order");
        ObjectNode document = parsed(document("after base"));
        ObjectNode base = parsed(Shop.PIPELINE).put("name", "base").put("namespace", "base");
        document.withArray("pipelines").add(base);

        assertThat(actions(admin.post(CONFIGURATION, document.toString()))).doesNotContain("CHANGED");
        assertThat(admin.get("/api/v1/pipelines/shop").text("schedule")).isEqualTo("after base");
    }

    /** Whatever a tenant has: its document changes nothing for it, and makes the same for another. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6"})
    void whatIsToldAndAppliedAgainChangesNothing(int seed) {
        Api first = tenant("d-trip-" + seed);
        Something.of(new Random(seed)).forEach((path, body) -> {
            Answer made = path.startsWith("/api/v1/connectors/") ? first.putYaml(path, body) : first.put(path, body);
            assertThat(made.status()).as("%s %s: %s", path, body, made.text()).isIn(200, 201);
        });
        Answer told = first.get(CONFIGURATION);
        assertThat(told.status()).as(told.text()).isEqualTo(200);

        assertThat(actions(first.post(CONFIGURATION, told.text()))).isNotEmpty().containsOnly("UNCHANGED");

        Api second = tenant("d-copy-" + seed);
        var ignored = second.post(CONFIGURATION, told.text());
        assertThat(second.get(CONFIGURATION).text()).isEqualTo(told.text());
    }

    @Test
    void oneKindOrOneThingIsToldAlone() {
        Api admin = tenant("d-one");
        var ignored = admin.post(CONFIGURATION, document("daily"));

        JsonNode one = admin.get(CONFIGURATION + "?kind=pipelines&name=shop").json();

        assertThat(one.fieldNames()).toIterable().containsExactly("ingest", "pipelines");
        assertThat(admin.get(CONFIGURATION + "?kind=pipelines&name=nope").status())
                .isEqualTo(404);
        assertThat(admin.get(CONFIGURATION + "?kind=pipes").detail())
                .startsWith("kind: 'pipes' (expected: one of credentials, connectors,");
    }

    @Test
    void schemaIsServedAndInTheRepository() throws IOException {
        Answer served = tenant("d-schema").get(CONFIGURATION + "/schema");

        assertThat(served.type()).isEqualTo("application/schema+json");
        assertThat(served.text()).isEqualTo(Files.readString(Path.of("../../docs/ingest.schema.json")));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(DestinationRequest.class, "/properties/destinations/items"),
                Arguments.of(PipelineRequest.class, "/properties/pipelines/items"),
                Arguments.of(
                        PipelineRequest.StreamRequest.class, "/properties/pipelines/items/properties/streams/items"),
                Arguments.of(TimingRequest.class, "/properties/pipelines/items/properties/timing"),
                Arguments.of(SourceRequest.class, "/properties/sources/items"),
                Arguments.of(ColumnRequest.class, "/properties/sources/items/properties/columns/items"),
                Arguments.of(NotificationRequest.class, "/properties/notifications/items"),
                Arguments.of(FeatureViewRequest.class, "/properties/featureViews/items"),
                Arguments.of(ColumnRequest.class, "/properties/featureViews/items/properties/columns/items"));
    }

    /** Whoever adds a field to a call adds it to the schema, here and in docs. */
    @ParameterizedTest
    @MethodSource("requests")
    void schemaHasEveryFieldOfEveryCall(Class<?> request, String at) throws IOException {
        JsonNode properties = JSON.readTree(Document.SCHEMA).at(at + "/properties");

        assertThat(properties.isObject()).as(at).isTrue();
        assertThat(Arrays.stream(request.getRecordComponents()).map(component -> component.getName()))
                .as("fields of %s missing in src/main/resources/ingest.schema.json at %s", request.getSimpleName(), at)
                .allMatch(properties::has);
    }
}
