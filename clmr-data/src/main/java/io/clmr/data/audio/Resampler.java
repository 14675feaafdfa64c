package io.clmr.data.audio;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Converts the rate of samples in memory, exactly as {@link AudioDecoder} does for a file of these samples. */
public final class Resampler {
    private static final int MIN_RATE_HZ = 1000;
    private static final int MAX_RATE_HZ = 384_000;

    private Resampler() {}

    /** Returns mono samples at another rate; equal rates give a copy. */
    public static float[] resample(float[] mono, int fromHz, int toHz) {
        checkRate(fromHz);
        checkRate(toHz);
        Ffmpeg.load();
        if (fromHz == toHz) {
            return mono.clone();
        }
        AVFrame formats = avutil.av_frame_alloc();
        BytePointer slice = Ffmpeg.allocate((long) SampleConverter.MAX_SLICE * Float.BYTES);
        try {
            formats.format(avutil.AV_SAMPLE_FMT_FLT).sample_rate(fromHz);
            avutil.av_channel_layout_default(formats.ch_layout(), 1);
            try (SampleConverter converter = new SampleConverter(formats, Mixdown.MEAN, toHz, SampleFormat.FLOAT32)) {
                return convert(mono, converter, slice, expectedLength(mono.length, fromHz, toHz));
            }
        } finally {
            avutil.av_frame_free(formats);
            Ffmpeg.free(slice);
        }
    }

    private static float[] convert(float[] mono, SampleConverter converter, BytePointer slice, int expected) {
        float[] converted = new float[expected];
        int filled = 0;
        for (int done = 0; done < mono.length; ) {
            int samples = Math.min(SampleConverter.MAX_SLICE, mono.length - done);
            slice.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().put(mono, done, samples);
            converter.convert(slice, samples);
            done += samples;
            filled += converter.take(converted, filled, converter.available());
        }
        converter.flush();
        while (converter.available() > 0) {
            filled += converter.take(converted, filled, converter.available());
            converter.flush();
        }
        return Arrays.copyOf(converted, filled);
    }

    /** Returns an upper bound of the number of converted samples. */
    private static int expectedLength(int samples, int fromHz, int toHz) {
        return Math.toIntExact((long) samples * toHz / fromHz + 64);
    }

    static void checkRate(int sampleRateHz) {
        if (sampleRateHz < MIN_RATE_HZ || sampleRateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException(
                    "sample rate is " + sampleRateHz + " Hz, expected " + MIN_RATE_HZ + " to " + MAX_RATE_HZ + " Hz");
        }
    }
}
