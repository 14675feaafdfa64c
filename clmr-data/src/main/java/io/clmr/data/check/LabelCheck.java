package io.clmr.data.check;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at labels and splits, for which no audio is needed. */
final class LabelCheck {
    private final MusicDataset dataset;

    LabelCheck(MusicDataset dataset) {
        this.dataset = dataset;
    }

    /** Counts the tags of some clips. */
    List<TagCount> count(List<Clip> clips) {
        int[] train = count(clips, Split.TRAIN);
        int[] valid = count(clips, Split.VALID);
        int[] test = count(clips, Split.TEST);
        int[] unassigned = count(clips, Split.UNASSIGNED);
        List<TagCount> tags = new ArrayList<>();
        for (int tag = 0; tag < train.length; tag++) {
            String name = dataset.labels().names().get(tag);
            tags.add(new TagCount(name, train[tag], valid[tag], test[tag], unassigned[tag]));
        }
        return tags;
    }

    private int[] count(List<Clip> clips, Split split) {
        int[] counts = new int[dataset.labels().size()];
        for (Clip clip : clips) {
            if (clip.split() == split) {
                clip.tags().orElse(List.of()).forEach(tag -> counts[tag]++);
            }
        }
        return counts;
    }

    /** Reports tags that a split with clips has no positive of, and clips without labels. */
    void report(List<Clip> clips, List<TagCount> tags, Findings findings) {
        for (TagCount tag : tags) {
            List<String> without = new ArrayList<>();
            addIfMissing(clips, Split.TRAIN, tag.train(), without);
            addIfMissing(clips, Split.VALID, tag.valid(), without);
            addIfMissing(clips, Split.TEST, tag.test(), without);
            if (!without.isEmpty()) {
                findings.add(FindingKind.TAG_WITHOUT_POSITIVES, tag.tag(), "none in " + String.join(", ", without));
            }
        }
        if (dataset.labels().kind() != LabelSpace.Kind.NONE) {
            for (Clip clip : dataset.clips()) {
                if (!clip.labelled()) {
                    findings.add(FindingKind.AUDIO_WITHOUT_LABELS, clip.key(), "");
                }
            }
        }
    }

    private static void addIfMissing(List<Clip> clips, Split split, int count, List<String> without) {
        if (count == 0 && clips.stream().anyMatch(clip -> clip.split() == split)) {
            without.add(name(split));
        }
    }

    /** Reports songs whose clips lie in more than one of the three splits. */
    void reportSongs(Findings findings) {
        Map<String, List<Clip>> songs = new TreeMap<>();
        for (Clip clip : dataset.clips()) {
            songs.computeIfAbsent(clip.group(), song -> new ArrayList<>()).add(clip);
        }
        for (List<Clip> clips : songs.values()) {
            if (leaks(clips)) {
                findings.add(
                        FindingKind.SONG_IN_SEVERAL_SPLITS,
                        clips.stream().map(Clip::key).toList(),
                        splits(clips));
            }
        }
    }

    /** Returns whether clips lie in more than one of train, valid and test. */
    static boolean leaks(List<Clip> clips) {
        Set<Split> splits = EnumSet.noneOf(Split.class);
        clips.forEach(clip -> splits.add(clip.split()));
        splits.remove(Split.UNASSIGNED);
        return splits.size() > 1;
    }

    /** Returns the splits of clips, in their order. */
    static String splits(List<Clip> clips) {
        return String.join(", ", clips.stream().map(clip -> name(clip.split())).toList());
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
