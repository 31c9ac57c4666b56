import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every pipeline is due now: how long until each one's request is on Kafka. */
final class DueAtOnce {
    private static final int TICKS_MAX = 100;
    private static final Pattern SLICES = Pattern.compile("\"slices\":(\\d+)");

    private DueAtOnce() {}

    static void run() throws Exception {
        // loads what a first tick loads
        tick();
        long wanted = due();
        Usage before = Usage.now();
        long slices = 0;
        for (int tick = 1; slices < wanted && tick <= TICKS_MAX; tick++) {
            slices += tick();
            System.out.printf("  tick %d: %,d of %,d on Kafka after %.1f s%n", tick, slices, wanted, Usage.now().since(before).nanos() / 1e9);
        }
        Usage used = Usage.now().since(before);
        double seconds = used.nanos() / 1e9;
        System.out.printf("%,d pipelines due at once: %.1f s, %.0f a second; %s%n", wanted, seconds, wanted / seconds, used);
    }

    /** Returns how many; those that run already are left alone. */
    private static long due() throws SQLException {
        long wanted = 0;
        try (Connection database = Seed.database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            for (int i = 0; i < Fleet.TENANTS; i++) {
                Seed.as(sql, Fleet.tenant(i));
                wanted += sql.executeUpdate("update pipeline set next_due = now(), next_nominal = now(), planned_at = now() where name like 'p%'"
                        + " and not exists (select from run where run.tenant = pipeline.tenant and run.pipeline = pipeline.name and run.status = 'RUNNING')");
                database.commit();
            }
        }
        return wanted;
    }

    private static long tick() throws Exception {
        Matcher told = SLICES.matcher(Api.call("POST", "/internal/v1/tick", "service-cron", ""));
        return told.find() ? Long.parseLong(told.group(1)) : 0;
    }
}
