package io.clmr.data.check;

import io.clmr.data.audio.AudioInfo;
import io.clmr.data.dataset.Clip;
import io.clmr.data.store.SampleSink;
import io.clmr.data.store.StoredTrack;

/** Listens to one clip. */
final class AudioProbe implements SampleSink {
    /** From here on a sample counts as full scale, 0.009 dB below it. */
    private static final int FULL_SCALE = 32735;

    /** Longer files are fingerprinted up to there, so that memory stays bounded. */
    private static final int FINGERPRINT_SECONDS = 600;

    private final int fingerprinted;
    private final Fingerprinter fingerprinter;
    private int fileRateHz;
    private long samples;
    private long clipped;
    private long sum;

    /** @param sampleRateHz rate of the samples */
    AudioProbe(int sampleRateHz) {
        fingerprinter = new Fingerprinter(sampleRateHz);
        fingerprinted = Math.multiplyExact(FINGERPRINT_SECONDS, sampleRateHz);
    }

    @Override
    public void begin(AudioInfo info) {
        fileRateHz = info.sampleRateHz();
    }

    @Override
    public void write(short[] chunk, int count) {
        for (int i = 0; i < count; i++) {
            sum += chunk[i];
            clipped += chunk[i] >= FULL_SCALE || chunk[i] <= -FULL_SCALE ? 1 : 0;
        }
        if (samples < fingerprinted) {
            fingerprinter.add(chunk, (int) Math.min(count, fingerprinted - samples));
        }
        samples += count;
    }

    AudioFacts facts(Clip clip, StoredTrack track) {
        double total = Math.max(1, samples);
        return new AudioFacts(
                clip, track, fileRateHz, clipped / total, sum / total / 32768, fingerprinter.fingerprint());
    }
}
