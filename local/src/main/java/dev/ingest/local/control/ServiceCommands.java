package dev.ingest.local.control;

/** What a test may do to a service. */
public interface ServiceCommands {
    /** Ends it as {@code kill -9} does, and leaves it so until {@link #restart}. */
    void kill(String service) throws Exception;

    /** Starts it again and returns when it is ready. */
    void restart(String service) throws Exception;

    /** Where there are no services. */
    static ServiceCommands none() {
        return new ServiceCommands() {
            @Override
            public void kill(String service) {
                throw new IllegalStateException("this stack runs without services");
            }

            @Override
            public void restart(String service) {
                throw new IllegalStateException("this stack runs without services");
            }
        };
    }
}
