package dev.ingest.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.Batch;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Column;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.TableConflictException;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.testkit.aws.AwsStandIn;
import dev.ingest.testkit.aws.IamPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of a table's entry in Glue, and of a commit on top of it. */
class GlueTablesTest {
    private static final String ENTRY = "acme_shop.orders";
    private static final IamPolicy EVERYTHING = IamPolicy.of(Map.of(
            "Statement",
            List.of(Map.of("Effect", "Allow", "Action", List.of("s3:*", "glue:*"), "Resource", List.of("*")))));

    @AutoClose
    private final AwsStandIn aws = new AwsStandIn();

    @AutoClose
    private final Lake lake = open();

    GlueTablesTest() throws IOException {}

    private Lake open() {
        var destination = new Destination(
                "glue",
                CatalogKind.GLUE,
                aws.url(),
                "s3://lake/acme",
                List.of("acme"),
                Map.of(
                        Destination.GLUE_REGION, "eu-central-1",
                        Destination.REGION, "eu-central-1",
                        Destination.S3_ENDPOINT, aws.url(),
                        Destination.S3_PATH_STYLE, "true"));
        var keys = new LakeCredentials.Login(aws.key("arn:aws:iam::123456789012:role/x", EVERYTHING), "secret");
        return Lake.open(
                destination,
                new LakeCredentials(Optional.empty(), Optional.of(keys)),
                AllowedAddresses.ALL,
                KeyIndex.none());
    }

    private LakeTable orders(Column... further) {
        var columns = new java.util.ArrayList<>(List.of(Column.required("id", Scalar.LONG)));
        columns.addAll(List.of(further));
        return lake.table(TableSpec.upsert(new TableId("shop", "orders"), columns, List.of("id"), Optional.empty()));
    }

    private void push(long offset, String record) {
        var message = new Message(new Position("t", 0, offset), Op.UPSERT, record.getBytes(StandardCharsets.UTF_8));
        var ignored = orders().push(new Batch(List.of(message)), Offsets.of("t", 0, offset), rejections -> {
            throw new AssertionError("rejected: " + rejections.getFirst().reason());
        });
    }

    private long metadataFiles() {
        return aws.s3.objects.keySet().stream()
                .filter(name -> name.endsWith(".metadata.json"))
                .count();
    }

    @Test
    void commitOnTopOfWhatAnotherChangedIsRefusedAndMadeAgain() {
        push(0, "{\"id\":1}");
        aws.glue.meanwhile.set(() -> aws.glue.change(ENTRY, entry -> entry.put("Description", "all orders")));
        push(1, "{\"id\":2}");

        assertThat(orders().count()).isEqualTo(2);
        assertThat(orders().snapshots()).as("root and two").hasSize(3);
        assertThat(metadataFiles()).as("the refused one is gone").isEqualTo(3);
        assertThat(aws.glue.table(ENTRY).path("Description").asText()).isEqualTo("all orders");
    }

    @Test
    void whatOthersWroteIntoTheEntryStays() {
        push(0, "{\"id\":1}");
        aws.glue.change(ENTRY, entry -> {
            entry.put("Description", "all orders").put("Owner", "sales");
            ((ObjectNode) entry.path("Parameters")).put("classification", "internal");
            ((ObjectNode) entry.at("/StorageDescriptor/Columns/0")).put("Comment", "of the shop");
        });
        String before =
                aws.glue.table(ENTRY).at("/Parameters/metadata_location").asText();
        push(1, "{\"id\":2}");

        JsonNode entry = aws.glue.table(ENTRY);
        assertThat(entry.path("Description").asText()).isEqualTo("all orders");
        assertThat(entry.path("Owner").asText()).isEqualTo("sales");
        assertThat(entry.at("/StorageDescriptor/Columns/0/Comment").asText()).isEqualTo("of the shop");
        assertThat(entry.at("/Parameters/classification").asText()).isEqualTo("internal");
        assertThat(entry.at("/Parameters/table_type").asText()).isEqualTo("ICEBERG");
        assertThat(entry.at("/Parameters/previous_metadata_location").asText()).isEqualTo(before);
        assertThat(entry.at("/Parameters/metadata_location").asText()).isNotEqualTo(before);
    }

    @Test
    void columnsAreTypedAsEnginesOnGlueReadThem() {
        orders(
                Column.optional("paid", Scalar.BOOLEAN),
                Column.optional("total", new ColumnType.Decimal(12, 2)),
                Column.optional("at", Scalar.TIMESTAMPTZ),
                Column.optional("tags", new ColumnType.ListOf(Scalar.STRING)),
                Column.optional("counts", new ColumnType.MapOf(Scalar.INT)),
                Column.optional(
                        "place", new ColumnType.Struct(List.of(new ColumnType.Field("lat", Scalar.DOUBLE, false)))));
        JsonNode columns = aws.glue.table(ENTRY).at("/StorageDescriptor/Columns");
        assertThat(columns.valueStream()
                        .map(column -> column.path("Name").asText() + " "
                                + column.path("Type").asText()))
                .containsExactly(
                        "id bigint",
                        "paid boolean",
                        "total decimal(12,2)",
                        "at timestamp",
                        "tags array<string>",
                        "counts map<string,int>",
                        "place struct<lat:double>");
        assertThat(columns.at("/0/Parameters").toString())
                .contains("\"iceberg.field.id\":\"1\"", "\"iceberg.field.optional\":\"false\"");
    }

    @Test
    void tableOfAnotherKindIsLeftAlone() {
        push(0, "{\"id\":1}");
        aws.glue.change(ENTRY, entry -> ((ObjectNode) entry.path("Parameters")).put("table_type", "hudi"));
        JsonNode before = aws.glue.table(ENTRY).deepCopy();

        assertThatThrownBy(this::orders)
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("is a table of another kind in Glue");
        assertThat(aws.glue.table(ENTRY)).isEqualTo(before);
    }
}
