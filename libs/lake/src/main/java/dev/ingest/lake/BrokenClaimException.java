package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;

/** What a claim names is not there, or is something else: asking again gives the same. */
public final class BrokenClaimException extends LakeException {
    private static final long serialVersionUID = 1L;

    BrokenClaimException(Claim claim, String what) {
        super(message(claim, what));
    }

    BrokenClaimException(Claim claim, String what, Throwable cause) {
        super(message(claim, what), cause);
    }

    private static String message(Claim claim, String what) {
        return "claim %s: %s (expected: %d bytes with sha256 %s)"
                .formatted(claim.uri(), what, claim.length(), claim.sha256());
    }
}
