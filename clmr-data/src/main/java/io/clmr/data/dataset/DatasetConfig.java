package io.clmr.data.dataset;

import io.clmr.data.audio.AudioSelection;
import io.clmr.data.audio.Mixdown;
import io.clmr.data.list.Exclusions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a dataset lies and how to read it.
 *
 * @param format a name in {@link DatasetFormats}
 * @param root the dataset's folder; for {@code list} the list file
 * @param split how clips are divided, in the words of the format: {@code file}, {@code ratios}, {@code pons2017}…;
 *     absent: the format's own choice
 * @param subset which part of a dataset with several is meant, in the words of the format; absent: its own choice
 * @param ratios shares of train, valid and test for splits drawn here
 * @param groupBy what is never spread over splits drawn here
 * @param splitSeed changes which groups a drawn split puts where
 * @param labelsFile folder and list: {@code path,tag,tag…} without header; absent: {@code labels.csv} in the root
 * @param splitFile folder and list: {@code path,train|valid|test}; absent: {@code split.csv} in the root
 * @param labelKind whether clips may have several tags; {@code auto}: single if every labelled clip has exactly one
 * @param missingAudio what to do about listed files that are not there
 * @param exclude patterns of files and folders below the root that are left out; see {@link Exclusions}
 * @param audioTrack which audio track of a file is heard, from 0; absent: the one that ffmpeg's program takes
 * @param mixdown how the channels of a file become one
 */
public record DatasetConfig(
        String format,
        Path root,
        Optional<String> split,
        Optional<String> subset,
        List<Double> ratios,
        GroupBy groupBy,
        long splitSeed,
        Optional<Path> labelsFile,
        Optional<Path> splitFile,
        LabelKind labelKind,
        MissingAudio missingAudio,
        List<String> exclude,
        Optional<Integer> audioTrack,
        Mixdown mixdown) {

    /** What a drawn split keeps together. */
    public enum GroupBy {
        /** The first folder below the root; the song for files that lie in the root itself. */
        ARTIST,
        /** The folder a file lies in. */
        FOLDER,
        /** The song. */
        SONG,
        /** Nothing: every file on its own. */
        FILE
    }

    /** How labels are understood. */
    public enum LabelKind {
        AUTO,
        MULTI,
        SINGLE
    }

    /** What happens to clips whose audio is not there. */
    public enum MissingAudio {
        /** The dataset is refused. */
        FAIL,
        /** They are left out and counted. */
        LEAVE_OUT,
        /** Nobody looks: for machines that hold only the PCM store. */
        KEEP
    }

    public DatasetConfig {
        ratios = List.copyOf(ratios);
        double sum = 0;
        for (double ratio : ratios) {
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("ratios are " + ratios + ", expected numbers from 0 to 1");
            }
            sum += ratio;
        }
        if (ratios.size() != 3 || Math.abs(sum - 1) > 1e-6) {
            throw new IllegalArgumentException(
                    "ratios are " + ratios + ", expected three numbers (train, valid, test) that add up to 1");
        }
        exclude = List.copyOf(exclude);
        try {
            new Exclusions(exclude);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("exclude: " + e.getMessage(), e);
        }
        if (audioTrack.isPresent() && audioTrack.get() < 0) {
            throw new IllegalArgumentException(
                    "audio_track is " + audioTrack.get() + ", expected 0 for the first one or more");
        }
    }

    /** Returns what {@link #exclude} describes. */
    Exclusions exclusions() {
        return new Exclusions(exclude);
    }

    /** Returns which sound of its files is heard. */
    public AudioSelection audioSelection() {
        return new AudioSelection(audioTrack.map(OptionalInt::of).orElseGet(OptionalInt::empty), mixdown);
    }

    /** Returns whether a key of drawn splits was changed, which asks for one. */
    boolean asksForDrawnSplit() {
        DatasetConfig usual = of(format, root);
        return !ratios.equals(usual.ratios) || groupBy != usual.groupBy || splitSeed != usual.splitSeed;
    }

    /** Returns the defaults for a dataset in a format at a place. */
    public static DatasetConfig of(String format, Path root) {
        return new DatasetConfig(
                format,
                root,
                Optional.empty(),
                Optional.empty(),
                List.of(0.8, 0.1, 0.1),
                GroupBy.ARTIST,
                42,
                Optional.empty(),
                Optional.empty(),
                LabelKind.AUTO,
                MissingAudio.FAIL,
                List.of(),
                Optional.empty(),
                Mixdown.MEAN);
    }

    /** Returns the same dataset divided in another way. */
    public DatasetConfig withSplit(String other) {
        return new DatasetConfig(
                format,
                root,
                Optional.of(other),
                subset,
                ratios,
                groupBy,
                splitSeed,
                labelsFile,
                splitFile,
                labelKind,
                missingAudio,
                exclude,
                audioTrack,
                mixdown);
    }

    /** Returns another part of the dataset. */
    public DatasetConfig withSubset(String other) {
        return new DatasetConfig(
                format,
                root,
                split,
                Optional.of(other),
                ratios,
                groupBy,
                splitSeed,
                labelsFile,
                splitFile,
                labelKind,
                missingAudio,
                exclude,
                audioTrack,
                mixdown);
    }

    /** Returns the same dataset with labels understood in another way. */
    public DatasetConfig withLabelKind(LabelKind other) {
        return new DatasetConfig(
                format,
                root,
                split,
                subset,
                ratios,
                groupBy,
                splitSeed,
                labelsFile,
                splitFile,
                other,
                missingAudio,
                exclude,
                audioTrack,
                mixdown);
    }

    /** Returns the same dataset with another answer to missing files. */
    public DatasetConfig withMissingAudio(MissingAudio other) {
        return new DatasetConfig(
                format,
                root,
                split,
                subset,
                ratios,
                groupBy,
                splitSeed,
                labelsFile,
                splitFile,
                labelKind,
                other,
                exclude,
                audioTrack,
                mixdown);
    }

    /** Returns the same dataset without some files and folders. */
    public DatasetConfig withExclude(List<String> other) {
        return new DatasetConfig(
                format,
                root,
                split,
                subset,
                ratios,
                groupBy,
                splitSeed,
                labelsFile,
                splitFile,
                labelKind,
                missingAudio,
                other,
                audioTrack,
                mixdown);
    }

    /** Returns the defaults: MagnaTagATune in {@code data/magnatagatune}. */
    public static DatasetConfig defaults() {
        return of("magnatagatune", Path.of("data", "magnatagatune"));
    }
}
