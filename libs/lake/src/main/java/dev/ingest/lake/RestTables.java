package dev.ingest.lake;

import dev.ingest.lake.LakeCredentials.CatalogKey;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SessionCatalog.SessionContext;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.auth.AuthProperties;

/** Opens a REST catalog. */
final class RestTables {

    private static final String ACCESS = "X-Iceberg-Access-Delegation";

    private RestTables() {}

    static OpenCatalog open(Destination destination, LakeCredentials credentials, Network network) {
        var http = new CatalogHttp(network);
        try {
            Optional<CatalogTokens> tokens = credentials.catalog().map(key -> tokens(destination, key, http));
            Map<String, String> headers =
                    destination.opensByCatalog() ? Map.of(ACCESS, "vended-credentials,remote-signing") : Map.of();
            var client = new CatalogClient(URI.create(destination.uri()), headers, tokens, http);
            if (destination.opensByCatalog()) {
                return open(
                        destination,
                        client,
                        settings -> new GivenFiles(withRegion(destination, settings), client, network),
                        http::close);
            }
            if (!destination.warehouse().startsWith("s3://")) {
                return open(destination, client, _ -> new LocalFiles(), http::close);
            }
            S3.SharedFiles files = S3.sharedFiles(destination, credentials.storage(), network);
            return open(destination, client, _ -> files, () -> {
                http.close();
                files.end();
            });
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    private static OpenCatalog open(
            Destination destination,
            CatalogClient client,
            Function<Map<String, String>, FileIO> files,
            Runnable afterwards) {
        var catalog = new RESTSessionCatalog(_ -> client, (_, settings) -> files.apply(settings));
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, destination.uri());
        Optional.ofNullable(destination.properties().get(Destination.REST_WAREHOUSE))
                .ifPresent(name -> properties.put(CatalogProperties.WAREHOUSE_LOCATION, name));
        // the client logs in by itself
        properties.put(AuthProperties.AUTH_TYPE, AuthProperties.AUTH_TYPE_NONE);
        properties.put(RESTCatalogProperties.METRICS_REPORTING_ENABLED, "false");
        catalog.initialize(destination.catalogName(), properties);
        Catalog tables = catalog.asCatalog(SessionContext.createEmpty());
        return new OpenCatalog(tables, (SupportsNamespaces) tables, () -> {
            catalog.close();
            afterwards.run();
        });
    }

    private static CatalogTokens tokens(Destination destination, CatalogKey key, CatalogHttp http) {
        Map<String, String> properties = destination.properties();
        return switch (key) {
            case LakeCredentials.Token(String value) -> CatalogTokens.given(value);
            case LakeCredentials.Login login ->
                CatalogTokens.of(
                        // where a catalog has its own, as the protocol's first version did
                        URI.create(properties.getOrDefault(
                                Destination.TOKEN_URI, destination.uri().replaceFirst("/+$", "") + "/v1/oauth/tokens")),
                        login,
                        Optional.ofNullable(properties.get(Destination.SCOPE)),
                        http,
                        Clock.systemUTC());
        };
    }

    private static Map<String, String> withRegion(Destination destination, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        Optional.ofNullable(destination.properties().get(Destination.REGION))
                .ifPresent(region -> all.putIfAbsent(Destination.REGION, region));
        return all;
    }
}
