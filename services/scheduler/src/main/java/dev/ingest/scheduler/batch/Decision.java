package dev.ingest.scheduler.batch;

/**
 * What becomes of a batch size.
 *
 * @param action what is done
 * @param batch the batch size from now on
 * @param reason why, for people
 */
public record Decision(Action action, int batch, String reason) {
    /** What may be done. */
    public enum Action {
        GROW,
        SHRINK,
        HALVE,
        KEEP,
        /** It should be smaller and cannot be: somebody has to look. */
        ALERT;

        /** Whether the batch was too much. */
        public boolean asksForLess() {
            return switch (this) {
                case GROW, KEEP -> false;
                case SHRINK, HALVE, ALERT -> true;
            };
        }
    }
}
