package io.clmr.data.audio;

import io.clmr.data.audio.AudioException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the mono samples of one file from start to end, in memory that does not grow with the file.
 *
 * <p>Not thread-safe; close it to release the native memory.
 */
public final class AudioStream implements Closeable {
    /** What a codec or the resampler's filter may carry over from the past is shorter than either of the two. */
    private static final double RUN_UP_SECONDS = 0.5;

    private static final double SHORTEST_JUMP_SECONDS = 4;

    private final AudioInput input;
    private final int sampleRateHz;
    private final SampleFormat format;
    private final Mixdown mixdown;
    private @Nullable SampleConverter converter;
    private int frameDone;
    private boolean fromStart = true;
    private boolean atEnd;
    private boolean closed;

    private AudioStream(AudioInput input, int sampleRateHz, SampleFormat format, Mixdown mixdown) {
        this.input = input;
        this.sampleRateHz = sampleRateHz;
        this.format = format;
        this.mixdown = mixdown;
    }

    static AudioStream open(Path file, int sampleRateHz, SampleFormat format, AudioSelection selection)
            throws IOException {
        Resampler.checkRate(sampleRateHz);
        Ffmpeg.load();
        return new AudioStream(
                AudioInput.open(file, selection.audioTrack()), sampleRateHz, format, selection.mixdown());
    }

    /** Opens a file so that the first sample read is number {@code offsetSamples} of the whole file's samples. */
    static AudioStream openAt(
            Path file, int sampleRateHz, SampleFormat format, AudioSelection selection, long offsetSamples)
            throws IOException {
        if (offsetSamples < 0) {
            throw new IllegalArgumentException("offsetSamples is " + offsetSamples + ", expected at least 0");
        }
        AudioStream stream = open(file, sampleRateHz, format, selection);
        stream.fromStart = offsetSamples == 0;
        boolean ready = false;
        try {
            long reached = 0;
            if (offsetSamples >= SHORTEST_JUMP_SECONDS * sampleRateHz) {
                reached = stream.jump(offsetSamples);
                if (reached < 0) {
                    stream.close();
                    stream = open(file, sampleRateHz, format, selection);
                    stream.fromStart = false;
                }
            }
            stream.skip(offsetSamples - Math.max(0, reached));
            ready = true;
            return stream;
        } finally {
            if (!ready) {
                stream.close();
            }
        }
    }

    /**
     * Jumps near a sample, to where the resampler is in the phase it would be in had everything been decoded.
     *
     * @return the number of the sample the stream stands at; negative if it lost its place and must be reopened
     */
    private long jump(long offsetSamples) throws IOException {
        if (!input.nextFrame()) {
            return -1;
        }
        int runUp = (int) (RUN_UP_SECONDS * input.rateHz());
        ResamplingPhase phase = ResamplingPhase.of(input.rateHz(), sampleRateHz);
        long start = phase.inputBefore(offsetSamples, runUp);
        if (!phase.repeats() || !input.moveTo(start, runUp)) {
            return -1;
        }
        frameDone = (int) (start - input.position());
        return phase.outputAt(start);
    }

    /** Returns what the file's header says. */
    public AudioInfo info() {
        if (closed) {
            throw new IllegalStateException("the stream is closed, expected an open one");
        }
        return input.info();
    }

    /**
     * Returns the loudest sample that any channel of the file had so far, before the mixdown; full scale is 1. Once it is
     * above a quarter, louder ones are not looked for. Where it is far above the loudest mono sample, channels cancel.
     */
    public float channelPeak() {
        return input.channelPeak();
    }

    /** Returns what is odd about the file; known once the stream was read to its end. */
    public List<AudioRemark> remarks() {
        if (!atEnd || closed) {
            throw new IllegalStateException(
                    "the stream is not read to its end or closed; remarks are known at the end");
        }
        return input.remarks();
    }

    /**
     * Reads up to {@code length} float samples; the stream must have been opened as {@link SampleFormat#FLOAT32}.
     *
     * @return the number of samples read, 1 to {@code length}, or -1 at the end
     */
    public int read(float[] buffer, int offset, int length) throws IOException {
        require(SampleFormat.FLOAT32);
        SampleConverter ready = fill();
        return ready == null ? -1 : ready.take(buffer, offset, length);
    }

    /**
     * Reads up to {@code length} 16-bit samples; the stream must have been opened as {@link SampleFormat#PCM16}.
     *
     * @return the number of samples read, 1 to {@code length}, or -1 at the end
     */
    public int read(short[] buffer, int offset, int length) throws IOException {
        require(SampleFormat.PCM16);
        SampleConverter ready = fill();
        return ready == null ? -1 : ready.take(buffer, offset, length);
    }

    private void require(SampleFormat wanted) {
        if (closed || format != wanted) {
            throw new IllegalStateException(
                    "the stream is " + (closed ? "closed" : "open as " + format) + ", expected open as " + wanted);
        }
    }

    private void skip(long samples) throws IOException {
        long left = samples;
        while (left > 0) {
            SampleConverter ready = fill();
            if (ready == null) {
                return;
            }
            left -= ready.skip(left);
        }
    }

    /** Decodes until samples are ready, and returns the converter that holds them; null at the end. */
    private @Nullable SampleConverter fill() throws IOException {
        boolean over = true; // at the end, or by a fault
        try {
            SampleConverter ready = decode();
            over = ready == null;
            return ready;
        } finally {
            if (over && fromStart) {
                input.survived();
            }
        }
    }

    private @Nullable SampleConverter decode() throws IOException {
        while (converter == null || converter.available() == 0) {
            if (frameDone < input.frameSamples()) {
                convertSlice();
            } else if (!atEnd) {
                frameDone = 0;
                atEnd = !input.nextFrame();
                if (atEnd) {
                    input.checkWhole();
                }
            } else {
                if (converter != null) {
                    converter.flush();
                }
                return converter == null || converter.available() == 0 ? null : converter;
            }
        }
        return converter;
    }

    /**
     * Converts the next part of the frame. Where a file changes its format midway, the few samples that the old resampler
     * holds are dropped: the ffmpeg program does so, and all that follows would come later than from it.
     */
    private void convertSlice() throws AudioException {
        SampleConverter current = converter;
        if (current != null && !current.fits(input.frame())) {
            current.close();
            converter = null;
            current = null;
        }
        if (current == null) {
            current = createConverter();
            converter = current;
        }
        int samples = Math.min(SampleConverter.MAX_SLICE, input.frameSamples() - frameDone);
        current.convert(input.frame(), frameDone, samples);
        frameDone += samples;
    }

    private SampleConverter createConverter() throws AudioException {
        var frame = input.frame();
        try {
            return new SampleConverter(frame, mixdown, sampleRateHz, format);
        } catch (IllegalArgumentException e) {
            throw new AudioException(input.file(), Kind.UNREADABLE, e.getMessage() + "; convert the file first");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (converter != null) {
                converter.close();
            }
            input.close();
        }
    }
}
