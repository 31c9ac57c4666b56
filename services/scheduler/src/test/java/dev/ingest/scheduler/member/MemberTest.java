package dev.ingest.scheduler.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People whose token has no roles get those of a tenant's member list. The local provider's tokens of unknown clients have none. */
@SchedulerTest
class MemberTest {
    private static final String ADMIN = "{\"roles\": [\"tenant-admin\"]}";
    private static final String VIEWER = "{\"roles\": [\"tenant-viewer\", \"analyst\"]}";

    @Test
    void memberMayDoWhatTheListSaysUntilItSaysOtherwise() {
        Api.tenant("m-list");
        Api admin = Api.as("tenant-admin@m-list");
        Api ann = Api.as("m-ann");
        assertThat(ann.get("/api/v1/credentials").status()).isEqualTo(403);

        Answer added = admin.put("/api/v1/members/m-ann", VIEWER);

        assertThat(added.json().get("roles").toString()).isEqualTo("[\"analyst\",\"tenant-viewer\"]");
        assertThat(added.text("addedBy")).isEqualTo("tenant-admin@m-list");
        assertThat(ann.get("/api/v1/me").text())
                .isEqualTo("{\"name\":\"m-ann\",\"tenant\":\"m-list\",\"roles\":[\"analyst\",\"tenant-viewer\"]}");
        assertThat(ann.get("/api/v1/credentials").status()).isEqualTo(200);
        assertThat(ann.put("/api/v1/members/m-ann", ADMIN).status()).isEqualTo(403);

        admin.put("/api/v1/members/m-ann", ADMIN);
        assertThat(ann.put("/api/v1/members/m-bob", VIEWER).status()).isEqualTo(200);
        assertThat(ann.get("/api/v1/members").json().findValuesAsText("name")).containsExactly("m-ann", "m-bob");
        assertThat(ann.get("/api/v1/audit?limit=1").json().get(0).get("actor").asText())
                .isEqualTo("m-ann");

        assertThat(admin.delete("/api/v1/members/m-ann").status()).isEqualTo(204);
        assertThat(ann.get("/api/v1/credentials").status()).isEqualTo(403);
        assertThat(admin.delete("/api/v1/members/m-ann").status()).isEqualTo(404);
    }

    @Test
    void operatorAddsTheFirstAdmin() {
        Api.tenant("m-first");

        Answer added = Api.as("operator").put("/api/v1/tenants/m-first/members/m-first-admin", ADMIN);

        assertThat(added.status()).isEqualTo(200);
        assertThat(Api.as("m-first-admin").put("/api/v1/members/m-x", VIEWER).status())
                .isEqualTo(200);
        assertThat(Api.as("operator")
                        .put("/api/v1/tenants/m-nowhere/members/m-x", ADMIN)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tokenWithRolesCountsAsItIs() {
        Api.tenant("m-claims");
        Api.as("tenant-admin@m-claims").put("/api/v1/members/analyst@m-claims", ADMIN);

        assertThat(Api.as("analyst@m-claims").get("/api/v1/members").status()).isEqualTo(403);
    }

    @Test
    void memberOfSeveralTenantsIsNobodyWithoutATokenThatSaysWhich() {
        Api.tenant("m-one");
        Api.tenant("m-two");
        Api.as("tenant-admin@m-one").put("/api/v1/members/m-both", ADMIN);
        assertThat(Api.as("m-both").get("/api/v1/members").status()).isEqualTo(200);

        Api.as("tenant-admin@m-two").put("/api/v1/members/m-both", ADMIN);

        assertThat(Api.as("m-both").get("/api/v1/members").status()).isEqualTo(403);
    }

    @Test
    void addressOfATokenThatDoesNotSayItIsVerifiedIsNobodys() {
        Api.tenant("m-mail");
        Api.as("tenant-admin@m-mail").put("/api/v1/members/Eve@Example.org", ADMIN);

        assertThat(Api.as("tenant-admin@m-mail").get("/api/v1/members").json().findValuesAsText("name"))
                .containsExactly("eve@example.org");
        assertThat(Api.as("m-eve").get("/api/v1/members").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x     | {"roles": []}                  | roles: [] (expected: one or more of
            x     | {"roles": ["operator"]}        | roles: [operator] (expected: one or more of
            x     | {"roles": ["tenant-admin", 7]} | roles: [7, tenant-admin] (expected
            x     | {}                             | roles: [] (expected: one or more of
            x%00y | {"roles": ["analyst"]}         | name: has control characters
            """)
    void mistakesAreNamed(String name, String body, String problem) {
        Answer answer = Api.as("tenant-admin@m-any").put("/api/v1/members/" + name, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.detail()).startsWith(problem);
    }
}
