package io.clmr.data.audio;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Which sound of a file is heard.
 *
 * @param audioTrack number of the audio track, from 0, as in {@code ffmpeg -map 0:a:N}; absent: the one that ffmpeg's
 *     program takes by itself
 * @param mixdown how its channels become one
 */
public record AudioSelection(OptionalInt audioTrack, Mixdown mixdown) {
    private static final String AUDIO_TRACK = "audio_track";
    private static final String MIXDOWN = "mixdown";

    public AudioSelection {
        if (audioTrack.isPresent() && audioTrack.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "audio_track is " + audioTrack.getAsInt() + ", expected 0 for the first one or more");
        }
    }

    /** Returns ffmpeg's own choice: its track, and the mean of all channels. */
    public static AudioSelection defaults() {
        return new AudioSelection(OptionalInt.empty(), Mixdown.MEAN);
    }

    /** Reads what {@link #settings} returned. */
    public static AudioSelection of(Map<String, String> settings) {
        String track = settings.getOrDefault(AUDIO_TRACK, "");
        return new AudioSelection(
                track.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(track)),
                Mixdown.valueOf(
                        settings.getOrDefault(MIXDOWN, Mixdown.MEAN.name()).toUpperCase(Locale.ROOT)));
    }

    /** Returns what differs from the defaults, for the files that must remember it; empty for the defaults. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        audioTrack.ifPresent(track -> settings.put(AUDIO_TRACK, Integer.toString(track)));
        if (mixdown != Mixdown.MEAN) {
            settings.put(MIXDOWN, mixdown.name().toLowerCase(Locale.ROOT));
        }
        return settings;
    }

    /** Returns it in words, such as "audio track 1, left channel". */
    public String text() {
        return (audioTrack.isPresent() ? "audio track " + audioTrack.getAsInt() : "ffmpeg's choice of audio track")
                + ", "
                + (mixdown == Mixdown.MEAN
                        ? "mean of all channels"
                        : mixdown.name().toLowerCase(Locale.ROOT) + " channel");
    }
}
