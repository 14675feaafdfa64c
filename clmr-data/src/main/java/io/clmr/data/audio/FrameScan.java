package io.clmr.data.audio;

import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Looks for samples that are no numbers, before swresample turns them into full-scale noise. */
final class FrameScan {
    private FrameScan() {}

    /** Returns the index of a sample of the frame that is NaN or infinite in some channel, or -1. */
    static int firstNotFinite(AVFrame frame) {
        int format = avutil.av_get_packed_sample_fmt(frame.format());
        if (format != avutil.AV_SAMPLE_FMT_FLT && format != avutil.AV_SAMPLE_FMT_DBL) {
            return -1;
        }
        int channels = frame.ch_layout().nb_channels();
        boolean planar = avutil.av_sample_fmt_is_planar(frame.format()) != 0;
        int values = frame.nb_samples() * (planar ? 1 : channels);
        for (int plane = 0; plane < (planar ? channels : 1); plane++) {
            var bytes = frame.extended_data(plane)
                    .capacity((long) values * avutil.av_get_bytes_per_sample(format))
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder());
            int index = format == avutil.AV_SAMPLE_FMT_FLT
                    ? firstNotFinite(bytes.asFloatBuffer())
                    : firstNotFinite(bytes.asDoubleBuffer());
            if (index >= 0) {
                return planar ? index : index / channels;
            }
        }
        return -1;
    }

    private static int firstNotFinite(FloatBuffer values) {
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int firstNotFinite(DoubleBuffer values) {
        for (int i = 0; i < values.limit(); i++) {
            if (!Double.isFinite(values.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
