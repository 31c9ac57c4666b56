package dev.ingest.platform.http;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Tells a refusal (4xx, which no retry changes and no circuit breaker counts) from a failure (5xx). The client's own exception is
 * one class for both.
 */
public final class Refusals implements ResponseExceptionMapper<WebApplicationException> {
    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= REFUSED;
    }

    @Override
    public WebApplicationException toThrowable(Response response) {
        return response.getStatus() < FAILED ? new ClientErrorException(response) : new ServerErrorException(response);
    }
}
