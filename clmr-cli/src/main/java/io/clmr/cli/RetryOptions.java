package io.clmr.cli;

import picocli.CommandLine.Option;

/** Whether files that gave nothing before are tried again. */
final class RetryOptions {

    private static final String RESTARTED = "clmr.restarted"; // set by scripts/clmr, after a crash

    @Option(
            names = "--retry-failed",
            description = "Try all files again that were unusable before, also those that crashed the decoder.")
    private boolean retryFailed;

    boolean retryFailed() {
        return retryFailed;
    }

    /** Whether crashes are forgotten; those since the command was given are not. */
    boolean forgetsCrashes() {
        return retryFailed && !Boolean.getBoolean(RESTARTED);
    }
}
