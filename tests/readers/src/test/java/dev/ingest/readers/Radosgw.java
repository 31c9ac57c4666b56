package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.lake.LakeCredentials.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ceph's object store, which has roles, their policies and sessions in them (STS), and lets nobody do what these do not say. One
 * monitor, one store in memory, one gateway, each a process, on loopback.
 */
final class Radosgw implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Path folder;
    private final int monitorPort = Child.freePort();
    private final int port = Child.freePort();
    private final List<Child> children = new ArrayList<>();

    private Radosgw(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    static Radosgw start() {
        try {
            Path fetched = Engines.log("radosgw").resolveSibling("radosgw");
            Engines.run(
                    List.of("sh", Engines.file("radosgw", "fetch.sh").toString(), fetched.toString()),
                    Engines.log("fetch-radosgw"));
            var store = new Radosgw(fetched.resolve("root"), Files.createTempDirectory(fetched, "run-"));
            try {
                store.run();
            } catch (RuntimeException failed) {
                store.close();
                throw failed;
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Makes a user, who owns what it makes. */
    Login user(String name) {
        JsonNode keys = admin("user", "create", "--uid=" + name, "--display-name=" + name)
                .path("keys")
                .path(0);
        return new Login(
                keys.path("access_key").asText(), keys.path("secret_key").asText());
    }

    /** Makes a role that a user may assume; its ARN. */
    String role(String name, String user, String policy) {
        String trust = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/%s"]},\
                "Action":["sts:AssumeRole"]}]}""".formatted(user);
        JsonNode role = admin("role", "create", "--role-name=" + name, "--assume-role-policy-doc=" + trust);
        asked("role-policy", "put", "--role-name=" + name, "--policy-name=rights", "--policy-doc=" + policy);
        return role.path("Arn").asText();
    }

    private void run() throws IOException {
        Files.writeString(folder.resolve("ceph.conf"), settings());
        for (String made : List.of("mon", "osd", "rgw")) {
            Files.createDirectory(folder.resolve(made));
        }
        once(
                "monmaptool",
                "--create",
                "--addv",
                "a",
                "[v2:127.0.0.1:" + monitorPort + "/0]",
                "--fsid",
                id(1),
                at("monmap"));
        once("osdmaptool", "--createsimple", "1", at("osdmap"));
        once("ceph-mon", "--mkfs", "-i", "a", "--monmap", at("monmap"), "--osdmap", at("osdmap"));
        child("ceph-mon", "-i", "a");
        once("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", id(2));
        child("ceph-osd", "-i", "0");
        child("radosgw", "-n", "client.rgw").await(this::answers, START_MAX);
    }

    /** Nobody is asked who they are within: all of it is on loopback, and ends with the test. */
    private String settings() {
        Map<String, String> all = Map.ofEntries(
                Map.entry("fsid", id(1)),
                Map.entry("mon_host", "v2:127.0.0.1:" + monitorPort),
                Map.entry("public_addr", "127.0.0.1"),
                Map.entry("cluster_addr", "127.0.0.1"),
                Map.entry("auth_cluster_required", "none"),
                Map.entry("auth_service_required", "none"),
                Map.entry("auth_client_required", "none"),
                Map.entry("ms_mon_client_mode", "crc"),
                Map.entry("osd_pool_default_size", "1"),
                Map.entry("osd_pool_default_min_size", "1"),
                Map.entry("osd_pool_default_pg_num", "1"),
                Map.entry("osd_pool_default_pgp_num", "1"),
                Map.entry("osd_pool_default_pg_autoscale_mode", "off"),
                Map.entry("mon_allow_pool_size_one", "true"),
                Map.entry("mon_max_pg_per_osd", "1000"),
                Map.entry("osd_crush_chooseleaf_type", "0"),
                Map.entry("osd_objectstore", "memstore"),
                Map.entry("memstore_device_bytes", "536870912"),
                Map.entry("run_dir", folder.toString()),
                Map.entry("admin_socket", at("$name.$pid.asok")),
                Map.entry("log_file", at("$name.log")),
                Map.entry("mon_cluster_log_file", at("cluster.log")),
                Map.entry("crash_dir", at("crash")),
                Map.entry("keyring", at("keyring")),
                Map.entry("mon_data", at("mon")),
                Map.entry("osd_data", at("osd")),
                Map.entry("rgw_data", at("rgw")),
                Map.entry("osd_class_dir", library("rados-classes")),
                Map.entry("plugin_dir", library("ceph")),
                Map.entry("erasure_code_dir", library("ceph/erasure-code")),
                Map.entry("rgw_frontends", "beast endpoint=127.0.0.1:" + port),
                Map.entry("rgw_thread_pool_size", "16"),
                Map.entry("rgw_s3_auth_use_sts", "true"),
                // 16 characters, by which it seals sessions
                Map.entry("rgw_sts_key", id(port).substring(0, 16)));
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining("\n", "[global]\n", "\n"));
    }

    private static String id(int number) {
        return UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8)})
                .toString();
    }

    private String at(String file) {
        return folder.resolve(file).toString();
    }

    private String library(String name) {
        return root.resolve("usr/lib/x86_64-linux-gnu").resolve(name).toString();
    }

    private void once(String program, String... arguments) {
        Engines.run(command(program, arguments), libraries(), folder, Engines.log("radosgw-" + program));
    }

    private Child child(String program, String... arguments) {
        List<String> command = new ArrayList<>(command(program, arguments));
        command.add("-f");
        Child child = Child.server("radosgw-" + program, command, libraries());
        children.add(child);
        return child;
    }

    private JsonNode admin(String... arguments) {
        String said = asked(arguments);
        try {
            return JSON.readTree(said.substring(said.indexOf('{')));
        } catch (IOException e) {
            throw new UncheckedIOException(said, e);
        }
    }

    private String asked(String... arguments) {
        Path log = Engines.log("radosgw-admin");
        String[] all = Stream.concat(Stream.of("-n", "client.admin"), Stream.of(arguments))
                .toArray(String[]::new);
        Engines.run(command("radosgw-admin", all), libraries(), folder, log);
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String program, String... arguments) {
        Path fetched = root.resolve("usr/bin").resolve(program);
        List<String> command = new ArrayList<>();
        // where the packages are installed, nothing was fetched
        command.add(Files.isExecutable(fetched) ? fetched.toString() : program);
        command.add("--conf=" + folder.resolve("ceph.conf"));
        command.addAll(List.of(arguments));
        return command;
    }

    private Map<String, String> libraries() {
        return Map.of(
                "LD_LIBRARY_PATH",
                String.join(
                        ":",
                        library("."),
                        library("ceph"),
                        root.resolve("usr/lib").toString(),
                        root.resolve("lib/x86_64-linux-gnu").toString()));
    }

    private boolean answers() {
        try {
            return Rest.call("GET", url() + "/", "", "application/xml", "").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        children.reversed().forEach(Child::close);
    }
}
