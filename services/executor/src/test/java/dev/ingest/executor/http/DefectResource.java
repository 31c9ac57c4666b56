package dev.ingest.executor.http;

import dev.ingest.contracts.Names;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Calls that go wrong. */
@Path("/test/defect")
public final class DefectResource {
    @GET
    public String fail(@QueryParam("name") String name) {
        String checked = Names.resource("name", name);
        throw new IllegalArgumentException("a defect of ours, with things nobody else should read: " + checked);
    }
}
