package io.clmr.data.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Looks at the samples of a frame as they came from the decoder. */
final class FrameScan {
    private FrameScan() {}

    /**
     * Returns the index of a sample of the frame that is NaN or infinite in some channel, or -1; swresample would turn it
     * into full-scale noise.
     */
    static int firstNotFinite(AVFrame frame) {
        int format = avutil.av_get_packed_sample_fmt(frame.format());
        if (format != avutil.AV_SAMPLE_FMT_FLT && format != avutil.AV_SAMPLE_FMT_DBL) {
            return -1;
        }
        for (int plane = 0; plane < planes(frame); plane++) {
            ByteBuffer bytes = plane(frame, plane);
            int index = format == avutil.AV_SAMPLE_FMT_FLT
                    ? firstNotFinite(bytes.asFloatBuffer())
                    : firstNotFinite(bytes.asDoubleBuffer());
            if (index >= 0) {
                return planes(frame) == 1 ? index / frame.ch_layout().nb_channels() : index;
            }
        }
        return -1;
    }

    /** Returns the loudest sample of any channel; full scale is 1. */
    static float peak(AVFrame frame) {
        int format = avutil.av_get_packed_sample_fmt(frame.format());
        int size = avutil.av_get_bytes_per_sample(format);
        double peak = 0;
        for (int plane = 0; plane < planes(frame); plane++) {
            ByteBuffer bytes = plane(frame, plane);
            for (int at = 0; at < bytes.limit(); at += size) {
                peak = Math.max(peak, Math.abs(value(bytes, at, format)));
            }
        }
        return (float) peak;
    }

    private static double value(ByteBuffer bytes, int at, int format) {
        return switch (format) {
            case avutil.AV_SAMPLE_FMT_U8 -> ((bytes.get(at) & 0xff) - 128) / 0x1p7;
            case avutil.AV_SAMPLE_FMT_S16 -> bytes.getShort(at) / 0x1p15;
            case avutil.AV_SAMPLE_FMT_S32 -> bytes.getInt(at) / 0x1p31;
            case avutil.AV_SAMPLE_FMT_S64 -> bytes.getLong(at) / 0x1p63;
            case avutil.AV_SAMPLE_FMT_FLT -> bytes.getFloat(at);
            case avutil.AV_SAMPLE_FMT_DBL -> bytes.getDouble(at);
            default -> 0;
        };
    }

    private static int planes(AVFrame frame) {
        return avutil.av_sample_fmt_is_planar(frame.format()) != 0
                ? frame.ch_layout().nb_channels()
                : 1;
    }

    private static ByteBuffer plane(AVFrame frame, int plane) {
        long samples = (long) frame.nb_samples() * frame.ch_layout().nb_channels() / planes(frame);
        return frame.extended_data(plane)
                .capacity(samples * avutil.av_get_bytes_per_sample(frame.format()))
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
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
