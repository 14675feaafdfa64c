package io.clmr.data.audio;

import io.clmr.data.audio.AudioException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Finds the audio track to decode, and turns all other streams off. */
final class TrackChoice {
    /** The weights of ffmpeg's program ({@code map_auto_audio}): one that has packets, then a default one. */
    private static final int HAS_PACKETS = 100_000_000;

    private static final int IS_DEFAULT = 5_000_000;

    private final Path file;
    private final AVFormatContext context;
    private final List<AVStream> tracks = new ArrayList<>();

    private TrackChoice(Path file, AVFormatContext context) {
        this.file = file;
        this.context = context;
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO) {
                tracks.add(context.streams(i));
            }
        }
    }

    static AVStream choose(Path file, AVFormatContext context, OptionalInt wanted) throws AudioException {
        TrackChoice choice = new TrackChoice(file, context);
        AVStream chosen = wanted.isPresent() ? choice.numbered(wanted.getAsInt()) : choice.best();
        var parameters = chosen.codecpar();
        if (parameters.sample_rate() <= 0 || parameters.ch_layout().nb_channels() <= 0) {
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "its " + Codec.name(chosen)
                            + " stream has no sample rate or no channels; the file is damaged, get it" + " again");
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            context.streams(i).discard(i == chosen.index() ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        return chosen;
    }

    /** Returns the track that ffmpeg's program takes where it is told nothing. */
    private AVStream best() throws AudioException {
        AVStream best = null;
        int most = 0;
        for (AVStream track : tracks) {
            int score = track.codecpar().ch_layout().nb_channels();
            score += (track.event_flags() & AVStream.AVSTREAM_EVENT_FLAG_NEW_PACKETS) != 0 ? HAS_PACKETS : 0;
            score += (track.disposition() & avformat.AV_DISPOSITION_DEFAULT) != 0 ? IS_DEFAULT : 0;
            if (score > most) {
                best = track;
                most = score;
            }
        }
        if (best == null) {
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "holds no audio stream (found "
                            + context.iformat().long_name().getString() + " with "
                            + (context.nb_streams() - tracks.size()) + " other streams); give an audio file");
        }
        return best;
    }

    private AVStream numbered(int wanted) throws AudioException {
        if (wanted < tracks.size()) {
            return tracks.get(wanted);
        }
        String found = IntStream.range(0, tracks.size())
                .mapToObj(i -> i + " (" + description(tracks.get(i)) + ")")
                .collect(Collectors.joining(", "));
        throw new AudioException(
                file,
                Kind.UNREADABLE,
                "has no audio track " + wanted + ", expected "
                        + (tracks.isEmpty() ? "a file with audio" : "one of " + found));
    }

    private static String description(AVStream track) {
        int channels = track.codecpar().ch_layout().nb_channels();
        String text = Codec.name(track) + ", " + channels + (channels == 1 ? " channel" : " channels");
        AVDictionaryEntry language = avutil.av_dict_get(track.metadata(), "language", null, 0);
        return language == null || language.isNull()
                ? text
                : text + ", " + language.value().getString();
    }
}
