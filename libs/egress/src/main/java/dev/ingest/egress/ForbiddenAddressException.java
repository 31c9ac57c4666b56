package dev.ingest.egress;

/** A host has an address that nothing may be sent to for a tenant. */
public final class ForbiddenAddressException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String kind;

    ForbiddenAddressException(String host, String kind) {
        super("%s is a %s address (expected: a public one, or one that the operator allows)".formatted(host, kind));
        this.kind = kind;
    }

    /** What kind of address it is: {@code loopback}, {@code private}, {@code link-local} or {@code metadata}. */
    public String kind() {
        return kind;
    }
}
