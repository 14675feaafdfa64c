package io.clmr.data.store;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioInfo;
import io.clmr.data.dataset.Clip;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Goes once through the samples of many clips, side by side, in memory that does not grow with their number.
 *
 * <p>A clip that a store holds, made from the audio file as it is now, is read from there: the same samples, without the
 * decoding.
 */
public final class ClipScan {
    private final PrepareOptions options;
    private final Optional<PcmStore> store;

    /** @param store of the rate of the options, where there is one */
    public ClipScan(PrepareOptions options, Optional<PcmStore> store) {
        if (store.isPresent() && store.get().sampleRateHz() != options.sampleRateHz()) {
            throw new IllegalArgumentException("the store holds audio at "
                    + store.get().sampleRateHz() + " Hz, expected " + options.sampleRateHz() + " Hz");
        }
        this.options = options;
        this.store = store;
    }

    /** Takes a clip that was gone through, with the sink that got its samples. */
    public interface Receiver<S extends SampleSink> {
        void accept(Clip clip, StoredTrack track, S sink) throws IOException;
    }

    private record Scanned<S extends SampleSink>(Clip clip, StoredTrack track, S sink) implements Closeable {
        @Override
        public void close() {}
    }

    /**
     * Goes through the clips.
     *
     * @param sinks makes the sink of a clip; called by the thread that decodes it
     * @param receiver called in the order of the clips, by the calling thread
     */
    public <S extends SampleSink> void run(
            List<Clip> clips, Function<Clip, S> sinks, Receiver<S> receiver, PrepareListener listener)
            throws IOException {
        Tally tally = Tally.of(listener, options.sampleRateHz(), clips);
        new ClipDecoding(options.threads())
                .run(
                        clips,
                        clip -> {
                            S sink = sinks.apply(clip);
                            return new Scanned<>(clip, scan(clip, sink), sink);
                        },
                        scanned -> {
                            receiver.accept(scanned.clip(), scanned.track(), scanned.sink());
                            tally.add(scanned.track(), 0);
                        });
    }

    private StoredTrack scan(Clip clip, SampleSink sink) throws IOException {
        if (store.isPresent()) {
            OptionalInt number = store.get().find(clip.key());
            if (number.isPresent()
                    && SourceFingerprint.of(clip.path())
                            .equals(Optional.of(
                                    store.get().track(number.getAsInt()).source()))) {
                return read(store.get(), number.getAsInt(), clip, sink);
            }
        }
        return Gate.decode(clip, options, sink);
    }

    private StoredTrack read(PcmStore from, int number, Clip clip, SampleSink sink) throws IOException {
        AudioInfo info = AudioDecoder.info(clip.path(), options.selection());
        sink.begin(info);
        StoredTrack track = from.track(number);
        short[] samples = new short[Gate.CHUNK];
        for (long done = 0; done < track.samples(); ) {
            int count = (int) Math.min(samples.length, track.samples() - done);
            from.read(number, done, samples, count);
            sink.write(samples, count);
            done += count;
        }
        return track.samples() < options.minSamples()
                ? track.judged(Verdict.TOO_SHORT, Gate.tooShort(track.samples(), options))
                : track;
    }
}
