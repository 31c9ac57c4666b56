package dev.ingest.scheduler.postgres;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures of Postgres, or of the way to it, from failures of what was asked. */
public final class Outage {
    private static final int CLASS_CHARACTERS = 2;
    private static final int CAUSES_MAX = 20;

    /**
     * Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, transaction rollback (deadlocks too), insufficient
     * resources, object not in the state (locks), operator intervention (shutdown, start-up), system error.
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "55", "57", "58");

    /** A server that became a standby refuses to write. */
    private static final String READ_ONLY = "25006";

    private Outage() {}

    /** Whether the same may work once Postgres does again. */
    public static boolean is(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (one(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean one(Throwable failure) {
        return switch (failure) {
            case IOException connection -> true;
            case TimeoutException late -> true;
            case io.smallrye.mutiny.TimeoutException late -> true;
            case PgException refused -> state(refused.getSqlState());
            case VertxException connection -> true;
            case SQLException refused -> state(refused.getSQLState());
            default -> false;
        };
    }

    private static boolean state(@Nullable String state) {
        return state != null
                && state.length() >= CLASS_CHARACTERS
                && (CLASSES.contains(state.substring(0, CLASS_CHARACTERS)) || state.equals(READ_ONLY));
    }
}
