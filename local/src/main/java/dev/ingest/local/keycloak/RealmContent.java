package dev.ingest.local.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What is in the demo realm, in Keycloak's own representation. The same each time but for the secrets. */
final class RealmContent {
    static final String REALM = "demo";
    static final int USERS = 5_000;

    /** May read the realm, and nothing else. */
    static final String READER = "ingest-reader";

    /** Gets tokens that Ingest's services understand: audience, tenant and roles as claims. */
    static final String TENANT_ADMIN = "ingest-tenant-admin";

    /** Gets tokens of a role without a tenant. */
    static final String OPERATOR = "ingest-operator";

    private static final int GROUPS = 40;

    /** Every so many groups one has groups of its own. */
    private static final int NESTED_EVERY = 4;

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bela", "Chidi", "Daria", "Emil", "Fatima", "Goran", "Hanna", "Ines", "Jonas", "Keiko", "Luis",
            "Maren", "Nadia", "Omar", "Paula", "Quentin", "Rosa", "Sven", "Tomoe");
    private static final List<String> LAST_NAMES = List.of(
            "Adeyemi", "Bauer", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Haddad", "Ivanova", "Jansen",
            "Kovacs", "Lindt", "Moreau", "Novak", "Okafor", "Petrov", "Quinn", "Rossi", "Sato", "Tamm", "Ueda",
            "Vargas", "Weber", "Yilmaz", "Zeman");
    private static final List<String> ROLES =
            List.of("accounting", "approver", "auditor", "developer", "manager", "operations", "purchasing", "support");
    private static final List<String> APPLICATIONS = List.of("crm", "intranet", "payroll", "shop", "wiki");

    private final String readerSecret;
    private final String tokenSecret;

    /** @param tokenSecret of the clients {@link #TENANT_ADMIN} and {@link #OPERATOR} */
    RealmContent(String readerSecret, String tokenSecret) {
        this.readerSecret = readerSecret;
        this.tokenSecret = tokenSecret;
    }

    ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The realm without its people. */
    ObjectNode realm() {
        ObjectNode realm = object().put("realm", REALM).put("enabled", true);
        ArrayNode roles = realm.putObject("roles").putArray("realm");
        ROLES.forEach(role -> roles.addObject().put("name", role).put("description", "May do " + role));
        roles.addObject().put("name", "tenant-admin").put("description", "Administers a tenant of Ingest");
        roles.addObject().put("name", "operator").put("description", "Administers Ingest");
        ArrayNode groups = realm.putArray("groups");
        for (int number = 0; number < GROUPS; number++) {
            groups.add(group(number));
        }
        ArrayNode clients = realm.putArray("clients");
        APPLICATIONS.forEach(name -> clients.add(application(name)));
        clients.add(serviceClient(READER, readerSecret));
        clients.add(tenantAdminClient());
        clients.add(tokenClient(OPERATOR));
        ArrayNode users = realm.putArray("users");
        users.add(readerAccount());
        users.add(tokenAccount(TENANT_ADMIN, "tenant-admin"));
        users.add(tokenAccount(OPERATOR, "operator"));
        return realm;
    }

    /** A person; the number decides everything. */
    ObjectNode user(int number) {
        String first = FIRST_NAMES.get(number % FIRST_NAMES.size());
        String last = LAST_NAMES.get(number / FIRST_NAMES.size() % LAST_NAMES.size());
        String name = "%s.%s.%04d".formatted(first, last, number).toLowerCase(Locale.ROOT);
        ObjectNode user = object().put("username", name)
                .put("firstName", first)
                .put("lastName", last)
                .put("email", name + "@example.org")
                .put("emailVerified", number % 7 != 0)
                .put("enabled", number % 50 != 0);
        ArrayNode groups = user.putArray("groups").add("/" + groupName(number % GROUPS));
        if (number % (GROUPS * NESTED_EVERY) == 0) {
            groups.add("/" + groupName(0) + "/" + groupName(0) + "-leads");
        }
        user.putArray("realmRoles").add(ROLES.get(number % ROLES.size()));
        return user;
    }

    private ObjectNode group(int number) {
        ObjectNode group = object().put("name", groupName(number));
        if (number % NESTED_EVERY == 0) {
            ArrayNode below = group.putArray("subGroups");
            below.addObject().put("name", groupName(number) + "-leads");
            below.addObject().put("name", groupName(number) + "-interns");
        }
        return group;
    }

    private static String groupName(int number) {
        return "team-%02d".formatted(number + 1);
    }

    private ObjectNode application(String name) {
        ObjectNode client = object().put("clientId", name)
                .put("name", "The " + name)
                .put("enabled", true)
                .put("publicClient", true)
                .put("standardFlowEnabled", true);
        client.putArray("redirectUris").add("https://" + name + ".example.org/*");
        return client;
    }

    private ObjectNode serviceClient(String name, String secret) {
        return object().put("clientId", name)
                .put("secret", secret)
                .put("enabled", true)
                .put("publicClient", false)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false);
    }

    private ObjectNode tenantAdminClient() {
        ObjectNode client = tokenClient(TENANT_ADMIN);
        ObjectNode tenant = mapper("tenant", "oidc-hardcoded-claim-mapper", "claim.name", "tenant");
        ((ObjectNode) tenant.get("config")).put("claim.value", "demo").put("jsonType.label", "String");
        client.withArray("protocolMappers").add(tenant);
        return client;
    }

    private ObjectNode tokenClient(String name) {
        ObjectNode client = serviceClient(name, tokenSecret);
        ArrayNode mappers = client.putArray("protocolMappers");
        mappers.add(mapper("audience", "oidc-audience-mapper", "included.custom.audience", "ingest"));
        ObjectNode roles = mapper("roles", "oidc-usermodel-realm-role-mapper", "claim.name", "roles");
        ((ObjectNode) roles.get("config")).put("multivalued", "true").put("jsonType.label", "String");
        mappers.add(roles);
        return client;
    }

    private ObjectNode mapper(String name, String kind, String setting, String value) {
        ObjectNode mapper =
                object().put("name", name).put("protocol", "openid-connect").put("protocolMapper", kind);
        mapper.putObject("config").put(setting, value).put("access.token.claim", "true");
        return mapper;
    }

    private ObjectNode readerAccount() {
        ObjectNode account = serviceAccount(READER);
        ArrayNode roles = account.putObject("clientRoles").putArray("realm-management");
        List.of("view-realm", "view-users", "view-clients", "query-users", "query-groups", "query-clients")
                .forEach(roles::add);
        return account;
    }

    private ObjectNode tokenAccount(String client, String role) {
        ObjectNode account = serviceAccount(client);
        account.putArray("realmRoles").add(role);
        return account;
    }

    private ObjectNode serviceAccount(String client) {
        return object().put("username", "service-account-" + client)
                .put("enabled", true)
                .put("serviceAccountClientId", client);
    }
}
