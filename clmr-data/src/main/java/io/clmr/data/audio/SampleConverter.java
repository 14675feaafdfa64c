package io.clmr.data.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Mixes to mono, converts the rate and the sample format, all in one swresample context.
 *
 * <p>One context, because {@code ffmpeg -ac 1 -ar RATE -f s16le} uses one too: two in a row would round twice.
 * Converted samples wait in native memory until they are taken.
 */
final class SampleConverter implements AutoCloseable {
    /** Input of one conversion, so that native memory does not depend on how a file is cut into frames. */
    static final int MAX_SLICE = 8192;

    private final int inputFormat;
    private final int inputRateHz;
    private final int channels;
    private final boolean namedChannels;
    private final MixLevels levels;
    private final int bytesPerInput;
    private final boolean planar;
    private final SampleFormat outputFormat;
    private final int capacity;

    private final AVFrame formats = avutil.av_frame_alloc();
    private final SwrContext context = new SwrContext(null);
    private final PointerPointer<BytePointer> inputPlanes;
    private final PointerPointer<BytePointer> outputPlanes;
    private final BytePointer output;
    private final ByteBuffer converted;

    /**
     * Makes a converter for frames like this one, which is read here only.
     *
     * @throws IllegalArgumentException with a sentence on what swresample cannot do
     */
    SampleConverter(AVFrame frame, Mixdown mixdown, int outputRateHz, SampleFormat outputFormat) {
        AVChannelLayout layout = frame.ch_layout();
        this.outputFormat = outputFormat;
        inputFormat = frame.format();
        inputRateHz = frame.sample_rate();
        levels = MixLevels.of(frame);
        channels = layout.nb_channels();
        namedChannels = layout.order() != avutil.AV_CHANNEL_ORDER_UNSPEC;
        bytesPerInput = avutil.av_get_bytes_per_sample(inputFormat);
        planar = avutil.av_sample_fmt_is_planar(inputFormat) != 0;
        inputPlanes = new PointerPointer<>(Ffmpeg.allocate(Math.max(64, channels) * (long) Long.BYTES));
        outputPlanes = new PointerPointer<>(Ffmpeg.allocate(64L * Long.BYTES));
        boolean ready = false;
        try {
            configure(layout, mixdown, outputRateHz);
            capacity = swresample.swr_get_out_samples(context, MAX_SLICE) + 64;
            output = Ffmpeg.allocate((long) capacity * bytesPerOutput());
            ready = true;
        } finally {
            if (!ready) {
                releaseAllButOutput();
            }
        }
        outputPlanes.put(0, output);
        converted = output.asByteBuffer().order(ByteOrder.nativeOrder());
        converted.limit(0);
    }

    private void configure(AVChannelLayout layout, Mixdown mixdown, int outputRateHz) {
        AVChannelLayout known = formats.ch_layout();
        avutil.av_channel_layout_copy(known, layout);
        if (known.order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
            avutil.av_channel_layout_default(known, channels);
        }
        AVFrame mono = avutil.av_frame_alloc();
        try {
            avutil.av_channel_layout_default(mono.ch_layout(), 1);
            int format = outputFormat == SampleFormat.PCM16 ? avutil.AV_SAMPLE_FMT_S16 : avutil.AV_SAMPLE_FMT_FLT;
            require(
                    swresample.swr_alloc_set_opts2(
                            context, mono.ch_layout(), format, outputRateHz, known, inputFormat, inputRateHz, 0, null),
                    "set up");
        } finally {
            avutil.av_frame_free(mono);
        }
        // For float output swresample would add channels without scaling them down: stereo comes out 3 dB too loud.
        // For 16 bits this is its own value, which keeps loud channels from clipping.
        require(avutil.av_opt_set_double(context, "rematrix_maxval", 1, 0), "set the level of the mixdown");
        require(levels.apply(context), "set the levels of centre and surround");
        double[] shares = shares(known, mixdown);
        if (shares.length > 0) {
            require(swresample.swr_set_matrix(context, shares, channels), "mix " + channels + " channels");
        }
        require(swresample.swr_init(context), "convert " + channels + " channels at " + inputRateHz + " Hz");
    }

    /** Returns the share of each channel in the mono mix; empty where swresample decides, by the names of the channels. */
    private double[] shares(AVChannelLayout known, Mixdown mixdown) {
        double[] shares = new double[channels];
        if (mixdown == Mixdown.MEAN) {
            if (known.order() != avutil.AV_CHANNEL_ORDER_UNSPEC) {
                return new double[0];
            }
            Arrays.fill(shares, 1.0 / channels);
            return shares;
        }
        boolean left = mixdown == Mixdown.LEFT;
        int named = avutil.av_channel_layout_index_from_channel(
                known, left ? avutil.AV_CHAN_FRONT_LEFT : avutil.AV_CHAN_FRONT_RIGHT);
        shares[named >= 0 ? named : left ? 0 : Math.min(1, channels - 1)] = 1;
        return shares;
    }

    private static void require(int result, String what) {
        if (result < 0) {
            throw new IllegalArgumentException("swresample cannot " + what + " (" + Ffmpeg.describe(result) + ")");
        }
    }

    private int bytesPerOutput() {
        return outputFormat == SampleFormat.PCM16 ? Short.BYTES : Float.BYTES;
    }

    /** Returns whether a frame has the format this converter was made for. */
    boolean fits(AVFrame frame) {
        AVChannelLayout layout = frame.ch_layout();
        boolean named = layout.order() != avutil.AV_CHANNEL_ORDER_UNSPEC;
        return frame.format() == inputFormat
                && frame.sample_rate() == inputRateHz
                && named == namedChannels
                && levels.equals(MixLevels.of(frame))
                && (named
                        ? avutil.av_channel_layout_compare(layout, formats.ch_layout()) == 0
                        : layout.nb_channels() == channels);
    }

    /** Converts a part of a frame; what was converted before must have been taken. */
    void convert(AVFrame frame, int firstSample, int samples) {
        int planes = planar ? channels : 1;
        long offset = (long) firstSample * bytesPerInput * (planar ? 1 : channels);
        for (int i = 0; i < planes; i++) {
            BytePointer plane = frame.extended_data(i);
            inputPlanes.put(i, plane.position(plane.position() + offset));
        }
        convertPlanes(samples);
    }

    /** Converts mono samples that lie in native memory. */
    void convert(BytePointer mono, int samples) {
        inputPlanes.put(0, mono);
        convertPlanes(samples);
    }

    private void convertPlanes(int samples) {
        if (converted.hasRemaining() || samples > MAX_SLICE) {
            throw new IllegalStateException(converted.remaining() + " bytes not taken yet, " + samples
                    + " samples more; expected none and at most " + MAX_SLICE);
        }
        publish(swresample.swr_convert(context, outputPlanes, capacity, inputPlanes, samples));
    }

    /** Converts what swresample still holds at the end of its input; call until nothing is {@link #available}. */
    void flush() {
        publish(swresample.swr_convert(context, outputPlanes, capacity, (PointerPointer<?>) null, 0));
    }

    private void publish(int samples) {
        require(samples, "convert");
        converted.limit(samples * bytesPerOutput()).position(0);
    }

    /** Returns the number of samples that can be taken. */
    int available() {
        return converted.remaining() / bytesPerOutput();
    }

    int take(float[] target, int offset, int length) {
        int samples = Math.min(length, available());
        converted.asFloatBuffer().get(target, offset, samples);
        return skip(samples);
    }

    int take(short[] target, int offset, int length) {
        int samples = Math.min(length, available());
        converted.asShortBuffer().get(target, offset, samples);
        return skip(samples);
    }

    /** Drops up to that many converted samples and returns how many. */
    int skip(long samples) {
        int dropped = (int) Math.min(samples, available());
        converted.position(converted.position() + dropped * bytesPerOutput());
        return dropped;
    }

    private void releaseAllButOutput() {
        swresample.swr_free(context);
        avutil.av_frame_free(formats);
        Ffmpeg.free(inputPlanes);
        Ffmpeg.free(outputPlanes);
    }

    @Override
    public void close() {
        releaseAllButOutput();
        Ffmpeg.free(output);
    }
}
