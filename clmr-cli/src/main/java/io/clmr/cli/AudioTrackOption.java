package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which audio track of a file is heard; shorter to type than the key it sets. */
final class AudioTrackOption {

    @Option(
            names = "--audio-track",
            paramLabel = "N",
            description =
                    "Audio track to hear of files with several, from 0. Default: dataset.audio_track (the one that"
                            + " ffmpeg takes).")
    private @Nullable Integer audioTrack;

    /** Returns what the option overrides. */
    List<Assignment> assignments() {
        if (audioTrack == null) {
            return List.of();
        }
        if (audioTrack < 0) {
            throw new UsageException("--audio-track is " + audioTrack + ", expected 0 for the first one or more");
        }
        return List.of(new Assignment("--audio-track " + audioTrack, "dataset.audio_track", audioTrack.toString()));
    }
}
