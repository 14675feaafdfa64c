package io.clmr.data.audio;

import org.bytedeco.ffmpeg.avutil.AVDownmixInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/**
 * How loud a file wants its centre, surround and bass channels in a mix; AC-3 and E-AC-3 say so in every frame.
 *
 * <p>The ffmpeg program obeys it, so the samples are those of the program only if we do, too.
 *
 * @param center factor, 1 = as loud as left and right
 * @param surround factor
 * @param lfe factor of the bass channel
 */
record MixLevels(double center, double surround, double lfe) {
    /** The levels of swresample, for a file that says nothing. */
    private static final MixLevels DEFAULTS = new MixLevels(Math.sqrt(0.5), Math.sqrt(0.5), 0);

    static MixLevels of(AVFrame frame) {
        AVFrameSideData data = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DOWNMIX_INFO);
        if (data == null) {
            return DEFAULTS;
        }
        AVDownmixInfo info = new AVDownmixInfo(data.data());
        boolean matrixed = info.preferred_downmix_type() == avutil.AV_DOWNMIX_TYPE_LTRT
                || info.preferred_downmix_type() == avutil.AV_DOWNMIX_TYPE_DPLII;
        return matrixed
                ? new MixLevels(info.center_mix_level_ltrt(), info.surround_mix_level_ltrt(), info.lfe_mix_level())
                : new MixLevels(info.center_mix_level(), info.surround_mix_level(), info.lfe_mix_level());
    }

    /** Returns an error code of ffmpeg, negative if a level is out of range. */
    int apply(SwrContext context) {
        int center = avutil.av_opt_set_double(context, "center_mix_level", this.center, 0);
        int surround = avutil.av_opt_set_double(context, "surround_mix_level", this.surround, 0);
        int lfe = avutil.av_opt_set_double(context, "lfe_mix_level", this.lfe, 0);
        return Math.min(center, Math.min(surround, lfe));
    }
}
