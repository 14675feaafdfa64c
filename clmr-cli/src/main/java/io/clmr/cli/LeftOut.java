package io.clmr.cli;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.StoredTrack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The clips of a dataset that give no audio.
 *
 * @param dataset its name
 * @param clips of the dataset
 * @param reasons key and reason of each clip that is left out, in the dataset's order
 */
record LeftOut(String dataset, int clips, List<String> reasons) {

    private static final int NAMED = 3;

    static LeftOut of(MusicDataset dataset, ClipReader reader) {
        Map<String, String> refused = new HashMap<>();
        for (StoredTrack track : reader.refused()) {
            refused.put(track.key(), track.reason());
        }
        List<String> reasons = dataset.clips().stream()
                .map(Clip::key)
                .filter(key -> reader.find(key).isEmpty())
                .map(key -> key + ": " + refused.getOrDefault(key, "is not in the store; run clmr prepare again"))
                .toList();
        return new LeftOut(dataset.name(), dataset.clips().size(), reasons);
    }

    /** Returns how many are left out and names some; only to be asked where there are any. */
    String text() {
        return dataset + ": " + reasons.size() + " of " + clips + " clips are unusable and left out: "
                + String.join(", ", reasons.subList(0, Math.min(NAMED, reasons.size())))
                + (reasons.size() > NAMED ? ", … (clmr check names them all)" : "");
    }
}
