package dev.ingest.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka, PostgreSQL, S3, OIDC and the sample API in a child process. It ends with this JVM, however this JVM ends.
 *
 * <p>Names that are handed out ({@link #newDatabase}, {@link #newLake}, {@link #newWarehouse}, {@link #topics}) are used
 * once per stack, so that test classes never meet.
 */
public final class LocalStack implements AutoCloseable {
    // A property, not a field: test frameworks load this class several times in one JVM.
    private static final String SHARED = "ingest.testkit.shared-stack";
    private static final String COUNTER = "ingest.testkit.names";
    // The same object for every copy of this class.
    private static final Object JVM_WIDE = System.class;

    /** What a scheduler that died had begun is taken over after seconds: tests of kills wait for it. */
    private static final String TAKEN_OVER = "15S";

    private static final Map<String, String> SERVICES = Map.of(
            "INGEST_SERVICES",
            "on",
            "INGEST_STARTUP_CACHES",
            "off",
            "INGEST_RUNS_PLANNING",
            TAKEN_OVER,
            "INGEST_RUNS_CLAIM",
            TAKEN_OVER);

    private final Map<String, String> environment;
    private final Control control;
    private final Tokens tokens;
    private final Optional<StackProcess> owned;

    private LocalStack(Map<String, String> environment, Optional<StackProcess> owned) {
        this.environment = Map.copyOf(environment);
        this.control = new Control(variable("INGEST_CONTROL_URL"));
        this.tokens = new Tokens(variable("INGEST_OIDC_ISSUER"));
        this.owned = owned;
    }

    /** The one stack of this test run, started when the first test class asks. */
    public static LocalStack shared() {
        synchronized (JVM_WIDE) {
            String known = System.getProperty(SHARED);
            if (known == null) {
                StackProcess process = StackProcess.start(StackProcess.newHome(), Map.of());
                known = EnvironmentText.write(process.environment());
                System.setProperty(SHARED, known);
            }
            return new LocalStack(EnvironmentText.read(known), Optional.empty());
        }
    }

    /** A stack of one's own, for tests that stop it, kill it, or start it again in the same state folder. */
    public static LocalStack start(java.nio.file.Path home, Map<String, String> variables) {
        StackProcess process = StackProcess.start(home, variables);
        return new LocalStack(process.environment(), Optional.of(process));
    }

    /** A stack of one's own in a new state folder, with the five services in it. */
    public static LocalStack withServices() {
        return withServices(Map.of());
    }

    /** @param more environment variables that the services are given too */
    public static LocalStack withServices(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(SERVICES);
        variables.putAll(more);
        return start(StackProcess.newHome(), variables);
    }

    /**
     * The same, with Kafka in a process of its own, so that it can be killed.
     *
     * @param more environment variables that the services are given too
     */
    public static LocalStack withServicesAndKafkaApart(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("INGEST_KAFKA", "apart");
        return withServices(variables);
    }

    /** {@code host:port} */
    public String kafkaBootstrap() {
        return variable("KAFKA_BOOTSTRAP_SERVERS");
    }

    /** The issuer's URL, to be given to services as their auth server. */
    public String oidcIssuer() {
        return variable("INGEST_OIDC_ISSUER");
    }

    /** {@code http://host:port} of the sample API. */
    public String sampleApi() {
        return variable("INGEST_SAMPLE_API_URL");
    }

    /** The secret of the sample API's client {@code demo}. */
    public String sampleApiSecret() {
        return variable("INGEST_SAMPLE_API_CLIENT_SECRET");
    }

    /** @param client {@code operator}, {@code <role>@<tenant>}, {@code <role>,<role>@<tenant>} or {@code service-<name>} */
    public String token(String client) {
        return tokens.of(client);
    }

    /** A token that was good once. */
    public String expiredToken(String client) {
        return tokens.expired(client);
    }

    /** A token for someone else. */
    public String tokenWithAudience(String client, String audience) {
        return tokens.forAudience(client, audience);
    }

    /** A token whose claims are right and whose key is not the issuer's. */
    public String foreignToken(String client) {
        return tokens.foreign(client);
    }

    /** A new, empty database with the owner and application roles of the control plane. */
    public Database newDatabase(String name) {
        String unique = unique(name, '_');
        control.post("database", unique);
        return new Database(
                inDatabase("INGEST_CONTROL_JDBC_URL", unique),
                inDatabase("INGEST_CONTROL_REACTIVE_URL", unique),
                variable("INGEST_CONTROL_OWNER_USER"),
                variable("INGEST_CONTROL_OWNER_PASSWORD"),
                variable("INGEST_CONTROL_APP_USER"),
                variable("INGEST_CONTROL_APP_PASSWORD"));
    }

    /** A new, empty database for an Iceberg catalog. */
    public Lake newLake(String name) {
        String unique = unique(name, '_');
        control.post("lake", unique);
        return new Lake(
                inDatabase("INGEST_LAKE_JDBC_URL", unique),
                variable("INGEST_LAKE_USER"),
                variable("INGEST_LAKE_PASSWORD"));
    }

    /** How to reach the object store. */
    public ObjectStore s3() {
        return new ObjectStore(
                variable("INGEST_S3_ENDPOINT"),
                variable("INGEST_S3_REGION"),
                variable("INGEST_S3_ACCESS_KEY"),
                variable("INGEST_S3_SECRET_KEY"));
    }

    /** {@code s3://<bucket>/<prefix>} that nobody else writes under. */
    public String newWarehouse() {
        return variable("INGEST_LAKE_WAREHOUSE") + "/" + unique("test", '-');
    }

    /** Creates all topics of the product once more; returns what goes before each of their names, ending in a dot. */
    public String topics(String prefix) {
        String unique = unique(prefix, '-') + ".";
        control.post("topics", unique);
        return unique;
    }

    /** Every environment variable that a service on this stack is given. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Ends a service, {@code postgres}, or a {@code kafka} that is apart, as {@code kill -9} does; it stays down until {@link #restart}. */
    public void kill(String service) {
        control.post("kill", service);
    }

    /** Starts what was killed again and waits until it is ready. */
    public void restart(String service) {
        control.post("restart", service);
    }

    /** Ends the stack as {@code kill -9} does. */
    public void kill() {
        owned.orElseThrow(() -> new IllegalStateException("the shared stack belongs to all tests"))
                .kill();
    }

    /** Stops a stack of one's own and waits; the shared one stays. */
    @Override
    public void close() {
        owned.ifPresent(StackProcess::stop);
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("the stack says nothing about " + name);
        }
        return value;
    }

    private String inDatabase(String urlVariable, String database) {
        String url = variable(urlVariable);
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }

    private static String unique(String name, char separator) {
        synchronized (JVM_WIDE) {
            int number = Integer.getInteger(COUNTER, 0) + 1;
            System.setProperty(COUNTER, String.valueOf(number));
            return name + separator + number;
        }
    }
}
