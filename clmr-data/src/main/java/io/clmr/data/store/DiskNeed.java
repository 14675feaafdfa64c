package io.clmr.data.store;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioException;
import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Checks before the work begins that its result will fit on the disk. */
final class DiskNeed {
    /** Headers of that many files, spread over the dataset, tell how many seconds a compressed byte gives. */
    private static final int PROBES = 100;

    /** No codec for music gets below this; a header that says so is damaged. */
    private static final double MIN_BYTES_PER_SECOND = 250;

    private static final double MARGIN = 1.05;

    private DiskNeed() {}

    /** Returns about how many bytes the clips become; 0 if no header tells. */
    static long estimateBytes(List<Clip> clips, long sourceBytes, int sampleRateHz) throws IOException {
        double seconds = 0;
        long probedBytes = 0;
        int step = Math.max(1, clips.size() / PROBES);
        for (int i = 0; i < clips.size(); i += step) {
            Path file = clips.get(i).path();
            OptionalDouble stated = statedSeconds(file);
            if (stated.isPresent() && stated.getAsDouble() < Files.size(file) / MIN_BYTES_PER_SECOND) {
                seconds += stated.getAsDouble();
                probedBytes += Files.size(file);
            }
        }
        return probedBytes == 0
                ? 0
                : (long) (seconds / probedBytes * sourceBytes * sampleRateHz * Short.BYTES * MARGIN);
    }

    private static OptionalDouble statedSeconds(Path file) throws IOException {
        try {
            return OptionalDouble.of(AudioDecoder.estimateSeconds(file));
        } catch (AudioException e) {
            return OptionalDouble.empty(); // it will get its verdict when it is decoded
        }
    }

    static void check(Path folder, PreparePlan plan) throws IOException {
        if (plan.needBytes() > plan.freeBytes()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s: No space left on device: decoding %d tracks needs about %.2f GB, %.2f GB are free; free %.2f GB"
                            + " or put store.path on another disk",
                    folder,
                    plan.toDecode(),
                    plan.needBytes() / 1e9,
                    plan.freeBytes() / 1e9,
                    (plan.needBytes() - plan.freeBytes()) / 1e9));
        }
    }
}
