package dev.ingest.writer.http;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * A 4xx answer is the exception that the scheduler client's retry and circuit breaker are configured to let pass. The REST
 * client's own exception is another one: each unknown table would be asked for three times, and twenty of them would make the
 * control plane pass for dead.
 */
@Provider
public final class RefusalMapper implements ResponseExceptionMapper<ClientErrorException> {
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return Response.Status.Family.familyOf(status) == Response.Status.Family.CLIENT_ERROR;
    }

    @Override
    public ClientErrorException toThrowable(Response response) {
        return new ClientErrorException(response);
    }
}
