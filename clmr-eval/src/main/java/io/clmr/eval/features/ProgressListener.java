package io.clmr.eval.features;

/** Hears how far an evaluation is; called on the thread that evaluates. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Tells the state of a stage.
     *
     * @param stage what is being done, such as {@code features of the test clips}
     * @param done units of the stage that are done
     * @param total units of the stage; 0 = not known
     */
    void progress(String stage, long done, long total);

    /** Returns a listener that hears nothing. */
    static ProgressListener none() {
        return (stage, done, total) -> {};
    }
}
