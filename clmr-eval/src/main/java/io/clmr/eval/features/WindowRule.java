package io.clmr.eval.features;

/** Which of the non-overlapping windows of a clip are used. */
public enum WindowRule {
    /** The clip is cut into chunks and the last chunk is dropped always, even when it is full, as published. */
    DROP_LAST {
        @Override
        public int windows(long samples, int windowSamples) {
            long chunks = (samples + windowSamples - 1) / windowSamples;
            return (int) Math.max(0, chunks - 1);
        }
    },
    /** Every full window; only an incomplete rest is dropped. */
    ALL_FULL {
        @Override
        public int windows(long samples, int windowSamples) {
            return (int) (samples / windowSamples);
        }
    };

    /** Returns how many windows of a clip are used; window n starts at n times the window's length. */
    public abstract int windows(long samples, int windowSamples);
}
