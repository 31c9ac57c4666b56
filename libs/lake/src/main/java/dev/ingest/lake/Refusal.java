package dev.ingest.lake;

import dev.ingest.egress.ForbiddenAddressException;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.jspecify.annotations.Nullable;

/** Tells a failure that somebody decided on from one that happened. */
final class Refusal {

    /** Of SQL's states: the class of those about who one is, and the one about what one may. */
    private static final String SQL_LOGIN = "28";

    private static final String SQL_PRIVILEGE = "42501";

    private Refusal() {}

    static boolean isOne(Exception failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean refused =
                    switch (cause) {
                        case AccessRefusedException ours -> true;
                        case ForbiddenException catalogs -> true;
                        case NotAuthorizedException catalogs -> true;
                        case ForbiddenAddressException address -> true;
                        case SQLException database -> isRefused(database);
                        default -> false;
                    };
            if (refused) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(SQLException answer) {
        return Optional.ofNullable(answer.getSQLState())
                .filter(state -> state.startsWith(SQL_LOGIN) || state.equals(SQL_PRIVILEGE))
                .isPresent();
    }
}
