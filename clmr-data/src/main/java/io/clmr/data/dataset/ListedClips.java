package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers the clips of a format whose own lists name them all. */
final class ListedClips {
    private final Path base;
    private final String listedIn;
    private final Findings findings = new Findings();
    private final ListedAudio audio;
    private final Map<String, Clip> clips = new LinkedHashMap<>();
    private final Set<String> songs = new HashSet<>();
    private final Map<Split, Integer> sizes = new EnumMap<>(Split.class);
    private int listed;

    /**
     * @param base for messages
     * @param listedIn for messages: the files that name the clips
     */
    ListedClips(Path base, MissingAudio policy, String listedIn) {
        this.base = base;
        this.listedIn = listedIn;
        audio = new ListedAudio(base, policy, findings);
    }

    /** Takes a clip, if its audio is there or need not be. */
    void add(Clip clip) throws DatasetException {
        listed++;
        songs.add(clip.group());
        sizes.merge(clip.split(), 1, Integer::sum);
        if (!audio.keep(clip.key(), clip.path())) {
            return;
        }
        if (clips.putIfAbsent(clip.key(), clip) != null) {
            throw new DatasetException(base, clip.key() + " is listed twice in " + listedIn);
        }
        if (clip.split() == Split.UNASSIGNED) {
            findings.add(Findings.WITHOUT_SPLIT, clip.key());
        } else if (!clip.labelled()) {
            findings.add(Findings.WITHOUT_LABELS, clip.key());
        }
    }

    /** Notes where the lists are others than those that were published. */
    void compare(PublishedFigures published, LabelSpace labels) {
        Map<String, Integer> found = new HashMap<>();
        found.put(PublishedFigures.TRAIN, sizes.getOrDefault(Split.TRAIN, 0));
        found.put(PublishedFigures.VALID, sizes.getOrDefault(Split.VALID, 0));
        found.put(PublishedFigures.TEST, sizes.getOrDefault(Split.TEST, 0));
        found.put(PublishedFigures.TAGS, labels.size());
        found.put(PublishedFigures.CLIPS, listed);
        found.put(PublishedFigures.SONGS, songs.size());
        findings.addAll(Findings.OTHER_FIGURES, published.differences(found));
    }

    /** Builds the dataset; refuses it if files were missing and that was not allowed. */
    MusicDataset dataset(String name, String split, LabelSpace labels) throws DatasetException {
        audio.check(clips.size(), () -> listedIn);
        List<Clip> kept = new ArrayList<>(clips.values());
        findings.addSplitSongs(kept);
        return new MusicDataset(name, split, kept, labels, findings.list());
    }
}
