/**
 * Which tenants and pipelines there are: a tenth of the tenants has ten times as many as the others at first, so that a page of 50 is
 * full; later all have the same number.
 */
final class Fleet {
    static final int TENANTS = Integer.getInteger("tenants", 1000);
    static final int LARGE_EVERY = 10;
    static final int LARGE = 55;
    static final int SMALL = 5;

    private Fleet() {}

    static String tenant(int number) {
        return "bench-%04d".formatted(number);
    }

    /** The n-th of the large ones. */
    static String large(int number) {
        return tenant(number % largeOnes() * LARGE_EVERY);
    }

    static int largeOnes() {
        return (TENANTS + LARGE_EVERY - 1) / LARGE_EVERY;
    }

    static int pipelines(int tenant) {
        return tenant % LARGE_EVERY == 0 ? LARGE : SMALL;
    }

    static String admin(String tenant) {
        return "tenant-admin@" + tenant;
    }

    /** From 1. */
    static String pipeline(int number) {
        return "p%05d".formatted(number);
    }
}
