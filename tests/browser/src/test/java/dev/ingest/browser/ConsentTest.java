package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Granting access in the wizard, at a real OIDC provider (authorization code with PKCE); the API is our own REST. */
class ConsentTest {
    private static final String TENANT = "consenting";

    /** The provider makes of a client's id what the token may do: this one reads the tenant's tables. */
    private static final String APP = "tenant-viewer@" + TENANT;

    private static final String MANIFEST = """
            version: "7.28.0"
            type: DeclarativeSource
            check: { type: CheckStream, stream_names: [tables] }
            spec:
              type: Spec
              connection_specification:
                type: object
                required: [credentials, label]
                properties:
                  label: { type: string, title: Label, order: 0 }
                  credentials:
                    type: object
                    title: How to sign in
                    order: 1
                    oneOf:
                      - title: Token
                        type: object
                        required: [kind, access_token]
                        properties:
                          kind: { type: string, const: token }
                          access_token: { type: string, title: Access token, airbyte_secret: true }
                      - title: OAuth application
                        type: object
                        required: [kind, client_id, client_secret, access_token]
                        properties:
                          kind: { type: string, const: oauth }
                          client_id: { type: string, title: Client id }
                          client_secret: { type: string, title: Client secret, airbyte_secret: true }
                          access_token: { type: string, title: Access token, airbyte_secret: true }
              advanced_auth:
                auth_flow_type: oauth2.0
                predicate_key: [credentials, kind]
                predicate_value: oauth
                oauth_config_specification:
                  complete_oauth_output_specification:
                    properties: { access_token: { type: string, path_in_connector_config: [credentials, access_token] } }
                  complete_oauth_server_output_specification:
                    properties:
                      client_id: { type: string, path_in_connector_config: [credentials, client_id] }
                      client_secret: { type: string, path_in_connector_config: [credentials, client_secret] }
                  oauth_connector_input_specification:
                    consent_url: "%1$s/authorize?response_type=code&scope=openid&client_id={{ {{ client_id_value }} | urlEncoder }}&redirect_uri={{ {{ redirect_uri_value }} | urlEncoder }}&state={{ state_value }}&code_challenge={{ {{ state_value }} | codeChallengeS256 }}&code_challenge_method=S256"
                    access_token_url: "%1$s/token"
                    access_token_headers: { Content-Type: application/x-www-form-urlencoded }
                    access_token_params:
                      grant_type: authorization_code
                      client_id: "{{ client_id_value }}"
                      client_secret: "{{ client_secret_value }}"
                      redirect_uri: "{{ redirect_uri_value }}"
                      code: "{{ auth_code_value }}"
                      code_verifier: "{{ state_value }}"
                    extract_output: [access_token]
            streams:
              - type: DeclarativeStream
                name: tables
                primary_key: [namespace, table]
                schema_loader:
                  type: InlineSchemaLoader
                  schema: { type: object, properties: { namespace: { type: string }, table: { type: string } } }
                retriever:
                  type: SimpleRetriever
                  requester:
                    type: HttpRequester
                    url_base: "%2$s"
                    path: /api/v1/tables
                    authenticator: { type: BearerAuthenticator, api_token: "{{ config['credentials']['access_token'] }}" }
                  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    @Test
    void accessIsGrantedAtTheApiAndTheWizardGoesOnWhereItWas() {
        tenant();
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn("tenant-admin@" + TENANT);
            admin.visit("#/new");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("crm 1 endpoints"))
                    .click();
            Locator connect = page.getByRole(AriaRole.BUTTON, named("Connect crm"));
            assertThat(connect).isHidden();
            page.getByLabel("How to sign in").selectOption("OAuth application");
            connect.click();
            assertThat(page.locator(".field[data-path='label'] .field-problem")).hasText("Label is missing.");
            assertThat(page.locator(".field[data-path='credentials.access_token'] .field-problem"))
                    .isHidden();
            page.getByLabel("Label").fill("typed before");
            page.getByLabel("Client id").fill(APP);
            page.getByLabel("Client secret").fill("app-s3cret");
            admin.screenshot("wizard-consent");
            assertThat(admin.violations()).isEmpty();
            connect.click();

            page.waitForURL(url -> url.startsWith(Product.shared().issuer() + "/authorize?"));
            page.locator("#who").fill("ann");
            page.locator("button[data-main]").click();

            page.getByText("crm is connected").waitFor();
            assertThat(page).hasURL(Pattern.compile(".*/#/new\\?consent=[0-9A-Z]{26}"));
            assertThat(page.getByLabel("Label")).hasValue("typed before");
            assertThat(page.getByLabel("Client id")).hasValue(APP);
            assertThat(page.getByLabel("Client secret")).hasValue("");
            admin.screenshot("wizard-connected");
            assertThat(admin.violations()).isEmpty();
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            page.getByRole(AriaRole.HEADING, named("Which endpoints?")).waitFor();
            assertThat(String.valueOf(page.evaluate("() => JSON.stringify(sessionStorage)")))
                    .doesNotContain("app-s3cret");
            assertThat(admin.complaints()).isEmpty();
            assertThat(admin.foreign()).isEmpty();

            page.navigate(Product.shared().url() + "/consent?code=c0de&state=forged");
            page.getByText("No access was granted").waitFor();
            assertThat(page).hasURL(Product.shared().url() + "/#/consents/none");
        }
    }

    private static void tenant() {
        Product product = Product.shared();
        product.tenant(TENANT);
        product.call(
                "PUT",
                "/api/v1/tenants/" + TENANT + "/egress",
                "operator",
                "application/json",
                "{\"allowed\": [\"%s\", \"%s\"]}".formatted(authority(product.issuer()), authority(product.url())));
        product.call(
                "PUT",
                "/api/v1/connectors/crm",
                "tenant-admin@" + TENANT,
                "application/yaml",
                MANIFEST.formatted(product.issuer(), product.url()));
    }

    private static String authority(String url) {
        return URI.create(url).getAuthority();
    }
}
