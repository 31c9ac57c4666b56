package dev.ingest.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.local.stack.Progress;
import java.io.IOException;

/** The realm that the demo pulls: made once, and filled in parts, so that a second try carries on where the first ended. */
final class DemoRealm {
    /** Users imported in one call. */
    private static final int BATCH = 500;

    private final AdminApi keycloak;
    private final RealmContent content;

    DemoRealm(AdminApi keycloak, RealmContent content) {
        this.keycloak = keycloak;
        this.content = content;
    }

    void ensure(Progress progress) throws Exception {
        if (keycloak.find(RealmContent.REALM).isEmpty()) {
            progress.step("realm made: groups, roles, clients", () -> {
                keycloak.post("", content.realm());
                return content;
            });
        }
        // A part is imported whole or not at all.
        int there = Math.toIntExact(users()) / BATCH * BATCH;
        for (int first = there; first < RealmContent.USERS; first += BATCH) {
            importUsers(first, Math.min(first + BATCH, RealmContent.USERS), progress);
        }
    }

    /** As Keycloak itself counts them. */
    long users() throws IOException, InterruptedException {
        return keycloak.count(RealmContent.REALM + "/users/count");
    }

    private void importUsers(int from, int to, Progress progress) throws Exception {
        progress.step("%,d of %,d users".formatted(to, RealmContent.USERS), () -> {
            ObjectNode part = content.object().put("ifResourceExists", "SKIP");
            ArrayNode users = part.putArray("users");
            for (int number = from; number < to; number++) {
                JsonNode user = content.user(number);
                users.add(user);
            }
            keycloak.post(RealmContent.REALM + "/partialImport", part);
            return users;
        });
    }
}
