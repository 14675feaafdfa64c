package io.clmr.data.store;

import io.clmr.base.files.PrintableText;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioException;
import io.clmr.data.audio.AudioRemark;
import io.clmr.data.audio.AudioStream;
import io.clmr.data.audio.Mixdown;
import io.clmr.data.audio.SampleFormat;
import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Decodes a clip and judges whether it is usable; a file that is not becomes a verdict, all other trouble an exception. */
final class Gate {
    static final int CHUNK = 1 << 15;

    /** One step of 16 bits is what a codec makes of digital silence. */
    private static final int SILENCE = 1;

    /** Of full scale: 30 dB above one step of 16 bits. */
    private static final float AUDIBLE = 0.001f;

    private final Clip clip;
    private final PrepareOptions options;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long total;
    private int peak;

    private Gate(Clip clip, PrepareOptions options) {
        this.clip = clip;
        this.options = options;
    }

    /**
     * Decodes a clip.
     *
     * @param sink gets all samples, also those of a clip that is refused for what they are
     * @return the verdict; shard and offset are 0
     */
    static StoredTrack decode(Clip clip, PrepareOptions options, SampleSink sink) throws IOException {
        // Taken first: a file that changes while it is read is seen to have changed the next time.
        SourceFingerprint source = SourceFingerprint.of(clip.path()).orElse(SourceFingerprint.ABSENT);
        try (AudioStream stream =
                AudioDecoder.open(clip.path(), options.sampleRateHz(), SampleFormat.PCM16, options.selection())) {
            sink.begin(stream.info());
            Gate gate = new Gate(clip, options);
            short[] samples = new short[CHUNK];
            int count;
            while ((count = stream.read(samples, 0, CHUNK)) > 0) {
                gate.add(samples, count);
                sink.write(samples, count);
            }
            sink.end(stream.channelPeak(), stream.remarks());
            return gate.judge(source, stream.channelPeak(), text(stream.remarks()));
        } catch (AudioException e) {
            return refused(clip, source, e);
        }
    }

    private void add(short[] samples, int count) {
        bytes.clear().asShortBuffer().put(samples, 0, count);
        crc.update(bytes.limit(count * Short.BYTES));
        for (int i = 0; i < count; i++) {
            peak = Math.max(peak, Math.abs((int) samples[i]));
        }
        total += count;
    }

    private StoredTrack judge(SourceFingerprint source, float channelPeak, String remarks) {
        StoredTrack track = new StoredTrack(
                clip.key(), clip.path().toString(), total, Verdict.OK, "", 0, 0, crc.getValue(), source);
        if (total < options.minSamples()) {
            return track.judged(Verdict.TOO_SHORT, tooShort(total, options));
        }
        if (peak > SILENCE) {
            return track.judged(Verdict.OK, remarks);
        }
        if (channelPeak <= AUDIBLE) {
            return track.judged(Verdict.SILENT, "every sample is zero");
        }
        return options.selection().mixdown() == Mixdown.MEAN
                ? track.judged(
                        Verdict.CHANNELS_CANCEL, "left and right cancel in the mono mix; use dataset.mixdown: left")
                : track.judged(
                        Verdict.SILENT, "this channel is silent, another one is not; use another dataset.mixdown");
    }

    /** Returns what is odd about a file that could be decoded all the same; kept with it, so that a store tells it, too. */
    private static String text(List<AudioRemark> remarks) {
        return remarks.stream().map(AudioRemark::found).collect(Collectors.joining("; "));
    }

    static String tooShort(long samples, PrepareOptions options) {
        return String.format(
                Locale.ROOT,
                "%d samples (%.2f s), a window has %d (%.2f s)",
                samples,
                (double) samples / options.sampleRateHz(),
                options.minSamples(),
                (double) options.minSamples() / options.sampleRateHz());
    }

    private static StoredTrack refused(Clip clip, SourceFingerprint source, AudioException e) {
        Verdict verdict =
                switch (e.kind()) {
                    case EMPTY -> Verdict.EMPTY;
                    case NOT_FINITE -> Verdict.NAN;
                    case READ_ERROR -> Verdict.READ_ERROR;
                    case CRASHED -> Verdict.CRASHED;
                    case UNREADABLE, TRUNCATED -> Verdict.UNREADABLE;
                };
        String path = clip.path().toString();
        String reason = String.valueOf(e.getMessage());
        String named = PrintableText.of(clip.path()) + ": ";
        String found = reason.startsWith(named) ? reason.substring(named.length()) : reason;
        return new StoredTrack(clip.key(), path, 0, verdict, found, 0, 0, 0, source);
    }
}
