package io.clmr.data.dataset;

import io.clmr.base.files.PrintableText;
import io.clmr.data.list.Exclusions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Clips with their splits and labels, as a {@link DatasetFormat} found them; no audio is opened for it.
 *
 * @param name what reports call the dataset
 * @param split how its splits came about: {@code pons2017}, {@code file} or {@code ratios}
 * @param clips in the dataset's own order, keys unique
 * @param labels the tags that {@link Clip#tags} counts in
 * @param findings what loading noticed and left standing, such as audio without labels
 * @param passedOver how many files of a searched folder are no audio by their ending, such as {@code 12 .jpg, 3 .txt};
 *     empty if there are none
 */
public record MusicDataset(
        String name, String split, List<Clip> clips, LabelSpace labels, List<Finding> findings, String passedOver) {

    /** Describes a dataset that no folder was searched for. */
    public MusicDataset(String name, String split, List<Clip> clips, LabelSpace labels, List<Finding> findings) {
        this(name, split, clips, labels, findings, "");
    }

    /**
     * Something noticed while loading.
     *
     * @param what one sentence without the number, such as "audio files without labels"
     * @param count how many
     * @param examples the first few of them
     */
    public record Finding(String what, int count, List<String> examples) {
        /** Audio that no label was given to. */
        public static final String WITHOUT_LABELS = "audio files without labels";

        /** What a list names but is not there. */
        public static final String WITHOUT_AUDIO = "listed files without audio";

        /** Folders, or files in them, that this user cannot look at. */
        public static final String UNREADABLE_FOLDERS = "folders that cannot be read, and are passed over";

        /** What was heard in training is known in the test. */
        public static final String SONGS_IN_SEVERAL_SPLITS = "songs with clips in more than one split";

        public Finding {
            examples = List.copyOf(examples);
        }

        @Override
        public String toString() {
            return count + " " + what + ": " + String.join(", ", examples) + (count > examples.size() ? ", …" : "");
        }
    }

    public MusicDataset {
        clips = List.copyOf(clips);
        findings = List.copyOf(findings);
        Set<String> keys = new HashSet<>();
        for (Clip clip : clips) {
            if (!keys.add(clip.key())) {
                throw new IllegalArgumentException("clip " + clip.key() + " is there twice, expected each key once");
            }
            for (int tag : clip.tags().orElse(List.of())) {
                if (tag >= labels.size()) {
                    throw new IllegalArgumentException(
                            clip.key() + ": tag " + tag + ", expected an index below " + labels.size());
                }
            }
        }
    }

    /** Loads a dataset in the format the configuration names, without what the configuration excludes. */
    public static MusicDataset load(DatasetConfig config) throws DatasetException {
        MusicDataset all = DatasetFormats.load().byName(config.format()).load(config);
        for (String tag : all.labels().names()) {
            if (tag.codePoints().anyMatch(Character::isISOControl)) { // files of ours have a tag a line
                throw new DatasetException(
                        config.root(),
                        "the tag '" + PrintableText.name(tag) + "' holds a line end or another control character,"
                                + " expected text of one line");
            }
        }
        Exclusions exclusions = config.exclusions();
        if (config.exclude().isEmpty()) {
            return all;
        }
        List<Clip> kept = all.clips().stream()
                .filter(clip -> !exclusions.exclude(Path.of(clip.key())))
                .toList();
        if (kept.isEmpty()) {
            throw new DatasetException(
                    config.root(),
                    "has no clip left: dataset.exclude leaves out all "
                            + all.clips().size());
        }
        return new MusicDataset(all.name(), all.split(), kept, all.labels(), all.findings(), all.passedOver());
    }

    /** Returns the clips of one split, in order. */
    public List<Clip> clips(Split split) {
        return clips.stream().filter(clip -> clip.split() == split).toList();
    }

    /** Returns the labelled clips of one split, in order. */
    public List<Clip> labelledClips(Split split) {
        return clips.stream()
                .filter(clip -> clip.split() == split && clip.labelled())
                .toList();
    }

    /** Returns a hash over keys, splits, tags and groups; equal for equal datasets on any machine. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\n", labels.names()).getBytes(StandardCharsets.UTF_8));
            for (Clip clip : clips) {
                String line = "\n" + clip.key() + "\t" + clip.split() + "\t" + clip.tags() + "\t" + clip.group();
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
