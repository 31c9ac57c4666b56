package dev.ingest.platform.secret;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingest.platform.http.Refusals;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The part of Vault's HTTP API that we use. Source: Vault API documentation, "KV secrets engine version 2" and "JWT/OIDC auth
 * method". The Quarkiverse extension knows neither JWT login nor check-and-set.
 */
@RegisterRestClient(configKey = "vault")
@Path("/v1")
@RegisterProvider(Refusals.class)
@Timeout
@Retry
@CircuitBreaker
public interface VaultApi {
    @POST
    @Path("/auth/{mount}/login")
    LoginAnswer login(@PathParam("mount") String mount, Login login);

    @GET
    @Path("/{mount}/data/{prefix}/{tenant}/{name}")
    ReadAnswer read(
            @HeaderParam("X-Vault-Token") String token,
            @PathParam("mount") String mount,
            @PathParam("prefix") String prefix,
            @PathParam("tenant") String tenant,
            @PathParam("name") String name);

    @POST
    @Path("/{mount}/data/{prefix}/{tenant}/{name}")
    void write(
            @HeaderParam("X-Vault-Token") String token,
            @PathParam("mount") String mount,
            @PathParam("prefix") String prefix,
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            Write write);

    @DELETE
    @Path("/{mount}/metadata/{prefix}/{tenant}/{name}")
    void delete(
            @HeaderParam("X-Vault-Token") String token,
            @PathParam("mount") String mount,
            @PathParam("prefix") String prefix,
            @PathParam("tenant") String tenant,
            @PathParam("name") String name);

    @RegisterForReflection
    record Login(String role, String jwt) {
        @Override
        public String toString() {
            return "Login[role=" + role + "]";
        }
    }

    @RegisterForReflection
    record LoginAnswer(Auth auth) {
        @RegisterForReflection
        record Auth(
                @JsonProperty("client_token") String token,
                @JsonProperty("lease_duration") long leaseSeconds) {
            @Override
            public String toString() {
                return "Auth[leaseSeconds=" + leaseSeconds + "]";
            }
        }
    }

    @RegisterForReflection
    record ReadAnswer(Data data) {
        @RegisterForReflection
        record Data(Map<String, String> data, Metadata metadata) {
            @Override
            public String toString() {
                return "Data[metadata=" + metadata + "]";
            }
        }

        @RegisterForReflection
        record Metadata(long version) {}
    }

    @RegisterForReflection
    record Write(Map<String, Long> options, Map<String, String> data) {
        @Override
        public String toString() {
            return "Write[options=" + options + "]";
        }
    }
}
