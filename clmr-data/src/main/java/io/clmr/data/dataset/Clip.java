package io.clmr.data.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One audio file of a dataset.
 *
 * @param key unique within the dataset and stable across machines: the path below the root, with {@code /}
 * @param path the audio file
 * @param tags indexes into the {@link LabelSpace}, ascending, possibly none; absent if nobody labelled this clip
 * @param group the song this clip was cut from; clips of one group are never spread over splits drawn by us
 * @param artist who plays, where the dataset tells
 * @param album the release this clip is on, or the folder it lies in, where the dataset tells
 */
public record Clip(
        String key,
        Path path,
        Split split,
        Optional<List<Integer>> tags,
        String group,
        Optional<String> artist,
        Optional<String> album) {
    public Clip {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty, expected the clip's path below the dataset's root");
        }
        tags = tags.map(List::copyOf);
        List<Integer> checked = tags.orElse(List.of());
        for (int i = 0; i < checked.size(); i++) {
            if (checked.get(i) < 0 || (i > 0 && checked.get(i) <= checked.get(i - 1))) {
                throw new IllegalArgumentException(
                        key + ": tags are " + checked + ", expected ascending indexes, none twice");
            }
        }
    }

    /** Describes a clip of which no album is known. */
    public Clip(
            String key, Path path, Split split, Optional<List<Integer>> tags, String group, Optional<String> artist) {
        this(key, path, split, tags, group, artist, Optional.empty());
    }

    /** Returns whether this clip was labelled, be it with none of the tags. */
    public boolean labelled() {
        return tags.isPresent();
    }
}
