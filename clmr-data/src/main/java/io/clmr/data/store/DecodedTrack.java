package io.clmr.data.store;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioException;
import io.clmr.data.audio.AudioStream;
import io.clmr.data.audio.SampleFormat;
import io.clmr.data.dataset.Clip;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A clip decoded and judged.
 *
 * @param track verdict and length; shard and offset are 0
 * @param spool the samples, if the verdict is ok and they were asked for
 */
record DecodedTrack(StoredTrack track, Optional<Spool> spool) implements Closeable {
    private static final int CHUNK = 1 << 15;

    /** One step of 16 bits is what a codec makes of digital silence. */
    private static final int SILENCE = 1;

    /** Decodes a clip; a file that cannot be used becomes a verdict, all other trouble an exception. */
    static DecodedTrack decode(Clip clip, PrepareOptions options, @Nullable Spool spool) throws IOException {
        // Taken first: a file that changes while it is read is seen to have changed the next time.
        SourceFingerprint source = SourceFingerprint.of(clip.path()).orElse(SourceFingerprint.ABSENT);
        boolean kept = false;
        try (AudioStream stream = AudioDecoder.open(clip.path(), options.sampleRateHz(), SampleFormat.PCM16)) {
            short[] samples = new short[CHUNK];
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            CRC32 crc = new CRC32();
            long total = 0;
            int peak = 0;
            int count;
            while ((count = stream.read(samples, 0, CHUNK)) > 0) {
                bytes.clear().asShortBuffer().put(samples, 0, count);
                bytes.limit(count * Short.BYTES);
                crc.update(bytes.duplicate());
                peak = Math.max(peak, peak(samples, count));
                total += count;
                if (spool != null) {
                    spool.write(bytes);
                }
            }
            StoredTrack judged = judge(clip, options, source, total, peak, crc.getValue());
            kept = judged.stored();
            return new DecodedTrack(judged, kept ? Optional.ofNullable(spool) : Optional.empty());
        } catch (AudioException e) {
            return new DecodedTrack(refused(clip, source, e), Optional.empty());
        } finally {
            if (!kept && spool != null) {
                spool.close();
            }
        }
    }

    private static int peak(short[] samples, int count) {
        int peak = 0;
        for (int i = 0; i < count; i++) {
            peak = Math.max(peak, Math.abs((int) samples[i]));
        }
        return peak;
    }

    private static StoredTrack judge(
            Clip clip, PrepareOptions options, SourceFingerprint source, long samples, int peak, long crc) {
        StoredTrack track =
                new StoredTrack(clip.key(), clip.path().toString(), samples, Verdict.OK, "", 0, 0, crc, source);
        if (samples < options.minSamples()) {
            return track.judged(Verdict.TOO_SHORT, tooShort(samples, options));
        }
        return peak <= SILENCE ? track.judged(Verdict.SILENT, "every sample is zero") : track;
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
                    case UNREADABLE, TRUNCATED -> Verdict.UNREADABLE;
                };
        String path = clip.path().toString();
        String reason = String.valueOf(e.getMessage());
        String found = reason.startsWith(path + ": ") ? reason.substring(path.length() + 2) : reason;
        return new StoredTrack(clip.key(), path, 0, verdict, found, 0, 0, 0, source);
    }

    @Override
    public void close() throws IOException {
        if (spool.isPresent()) {
            spool.get().close();
        }
    }
}
