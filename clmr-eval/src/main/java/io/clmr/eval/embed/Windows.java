package io.clmr.eval.embed;

import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import java.io.IOException;
import java.util.Optional;

/** Cuts a stream of samples into windows, in memory that does not grow with the stream. */
final class Windows {
    private final SampleSource source;
    private final float[] current;
    private final int hopSamples;
    private final ShortFiles shortFiles;
    private long samplesRead;
    private boolean started;

    /** @param hopSamples from the start of one window to the next */
    Windows(SampleSource source, int windowSamples, int hopSamples, ShortFiles shortFiles) {
        this.source = source;
        this.current = new float[windowSamples];
        this.hopSamples = hopSamples;
        this.shortFiles = shortFiles;
    }

    /** Returns the next whole window, or nothing at the end; the incomplete rest is left out. */
    Optional<float[]> next() throws IOException {
        int kept = 0;
        if (started) {
            kept = Math.max(0, current.length - hopSamples);
            System.arraycopy(current, current.length - kept, current, 0, kept);
            skip(Math.max(0, hopSamples - current.length));
        }
        int filled = kept + fill(kept);
        boolean first = !started;
        started = true;
        if (filled == current.length) {
            return Optional.of(current.clone());
        }
        if (first && filled > 0 && shortFiles == ShortFiles.PAD) {
            return Optional.of(current.clone()); // zeros behind the samples
        }
        return Optional.empty();
    }

    /** Returns how many samples the stream has given so far; after the last window all of them. */
    long samplesRead() {
        return samplesRead;
    }

    private int fill(int from) throws IOException {
        int at = from;
        while (at < current.length) {
            int count = source.read(current, at, current.length - at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        samplesRead += at - from;
        return at - from;
    }

    private void skip(int samples) throws IOException {
        int left = samples;
        while (left > 0) {
            int count = source.read(current, 0, Math.min(left, current.length));
            if (count < 0) {
                return;
            }
            left -= count;
            samplesRead += count;
        }
    }
}
