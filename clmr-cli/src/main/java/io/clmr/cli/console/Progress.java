package io.clmr.cli.console;

/** Shows how far one task is; may be told from several threads. */
public interface Progress extends AutoCloseable {

    /** Shows nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void update(long done, long total, String note) {}

        @Override
        public void close() {}
    };

    /**
     * Shows a new state.
     *
     * @param done units done
     * @param total units in all; 0 = not known
     * @param note a few words more, such as the loss; may be empty
     */
    void update(long done, long total, String note);

    /** Shows the last state and ends the display. */
    @Override
    void close();
}
