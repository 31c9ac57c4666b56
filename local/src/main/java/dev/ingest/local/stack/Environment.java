package dev.ingest.local.stack;

import dev.ingest.local.postgres.Databases;
import dev.ingest.local.s3.ObjectStore;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.Keys;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables of a service on this machine. Their names are a contract with the services. */
final class Environment {
    private Environment() {}

    static Map<String, String> of(Home home, Ports ports, Keys keys) {
        Map<String, String> all = new TreeMap<>();
        all.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of(Port.KAFKA));
        all.put("INGEST_OIDC_ISSUER", ports.url(Port.OIDC) + "/ingest");
        all.put("INGEST_SAMPLE_API_URL", ports.url(Port.SAMPLE_API));
        all.put("INGEST_SAMPLE_API_CLIENT_SECRET", keys.password("sample-api"));
        all.put("INGEST_SERVICE_CLIENT_SECRET", keys.password("service-client"));
        all.put("INGEST_PAGE_CLIENT_SECRET", keys.password("page-client"));
        all.put("INGEST_PAGE_COOKIE_SECRET", keys.password("page-cookie"));
        all.put("INGEST_SECRETS_FILE", home.folder().resolve("secrets").toString());
        all.put("INGEST_SECRETS_KEY_FILE", keys.file("secret-store").toString());
        databases(all, ports, keys);
        objects(all, ports, keys);
        services(all, ports);
        return all;
    }

    private static void databases(Map<String, String> all, Ports ports, Keys keys) {
        String address = "postgresql://127.0.0.1:" + ports.of(Port.POSTGRES);
        all.put("INGEST_CONTROL_JDBC_URL", "jdbc:" + address + "/control");
        all.put("INGEST_CONTROL_REACTIVE_URL", address + "/control");
        all.put("INGEST_CONTROL_OWNER_USER", Databases.OWNER);
        all.put("INGEST_CONTROL_OWNER_PASSWORD", keys.password(Databases.OWNER));
        all.put("INGEST_CONTROL_APP_USER", Databases.APP);
        all.put("INGEST_CONTROL_APP_PASSWORD", keys.password(Databases.APP));
        all.put("INGEST_ONLINE_URL", address + "/gateway");
        all.put("INGEST_ONLINE_USER", Databases.GATEWAY);
        all.put("INGEST_ONLINE_PASSWORD", keys.password(Databases.GATEWAY));
        all.put("INGEST_LAKE_JDBC_URL", "jdbc:" + address + "/lake");
        all.put("INGEST_LAKE_USER", Databases.LAKE);
        all.put("INGEST_LAKE_PASSWORD", keys.password(Databases.LAKE));
    }

    private static void objects(Map<String, String> all, Ports ports, Keys keys) {
        all.put("INGEST_S3_ENDPOINT", ports.url(Port.S3));
        all.put("INGEST_S3_REGION", "us-east-1");
        all.put("INGEST_S3_ACCESS_KEY", keys.password("s3-access"));
        all.put("INGEST_S3_SECRET_KEY", keys.password("s3-secret"));
        all.put("INGEST_LAKE_WAREHOUSE", "s3://" + ObjectStore.BUCKET);
    }

    private static void services(Map<String, String> all, Ports ports) {
        all.put("INGEST_GATEWAY_URL", ports.url(Port.GATEWAY));
        all.put("INGEST_SCHEDULER_URL", ports.url(Port.SCHEDULER));
        all.put("INGEST_EXECUTOR_URL", ports.url(Port.EXECUTOR));
        all.put("INGEST_MASKING_URL", ports.url(Port.MASKING));
        all.put("INGEST_WRITER_URL", ports.url(Port.WRITER));
        all.put("INGEST_MASKING_URL", ports.url(Port.MASKING));
    }
}
