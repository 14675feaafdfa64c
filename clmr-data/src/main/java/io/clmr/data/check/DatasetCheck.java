package io.clmr.data.check;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.list.AudioFolder;
import io.clmr.data.store.ClipScan;
import io.clmr.data.store.PrepareOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Examines a whole dataset.
 *
 * <p>Every file is decoded once, side by side, in the mono 16 bits at the model's rate that training hears; a fresh store
 * is read instead, as it holds the same samples. Of each clip about 0.4 kB a second stays in memory, of its first ten
 * minutes at most: 250 MB for 20,000 clips of 29 s.
 */
public final class DatasetCheck {
    private final MusicDataset dataset;
    private final CheckOptions options;
    private final Findings findings = new Findings();

    private DatasetCheck(MusicDataset dataset, CheckOptions options) {
        this.dataset = dataset;
        this.options = options;
    }

    /**
     * Checks a dataset.
     *
     * @param dataset loaded with {@link io.clmr.data.dataset.DatasetConfig.MissingAudio#KEEP}, so that what is listed but
     *     not there is found here
     * @param audioRoot folder to look through for audio that no list names; a file is not looked through
     */
    public static CheckReport run(MusicDataset dataset, Path audioRoot, CheckOptions options, CheckListener listener)
            throws IOException {
        return new DatasetCheck(dataset, options).run(audioRoot, listener);
    }

    private CheckReport run(Path audioRoot, CheckListener listener) throws IOException {
        List<Clip> there = new ArrayList<>();
        for (Clip clip : dataset.clips()) {
            if (Files.exists(clip.path()) || (!clip.labelled() && clip.split() == Split.UNASSIGNED)) {
                there.add(clip);
            } else {
                findings.add(FindingKind.LABELS_WITHOUT_AUDIO, clip.key(), "");
            }
        }
        AudioCheck audio = new AudioCheck(options.sampleRateHz(), findings);
        ClipScan scan = new ClipScan(
                new PrepareOptions(
                        options.sampleRateHz(), options.windowSamples(), options.threads(), options.selection(), false),
                options.store());
        scan.run(
                there,
                clip -> new AudioProbe(options.sampleRateHz()),
                (clip, track, probe) -> audio.add(probe.facts(clip, track)),
                progress -> listener.progressed(progress.done(), progress.total()));
        audio.report();
        LabelCheck labels = new LabelCheck(dataset);
        List<TagCount> tags = labels.count(audio.usable());
        labels.reportSongs(findings);
        labels.report(audio.usable(), tags, findings);
        reportUnlisted(audioRoot);
        reportNoticed();
        return new CheckReport(
                dataset.name(),
                dataset.split(),
                dataset.clips().size(),
                audio.usable().size(),
                audio.seconds(),
                audio.fileRatesHz(),
                splits(),
                tags,
                findings.list(),
                dataset.passedOver());
    }

    private Map<Split, Integer> splits() {
        Map<Split, Integer> splits = new EnumMap<>(Split.class);
        dataset.clips().forEach(clip -> splits.merge(clip.split(), 1, Integer::sum));
        return splits;
    }

    private void reportUnlisted(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Set<Path> known = new HashSet<>();
        for (Clip clip : dataset.clips()) {
            known.add(clip.path().toAbsolutePath().normalize());
        }
        AudioFolder.search(root, options.exclusions()).files().forEach((key, path) -> {
            if (!known.contains(path.toAbsolutePath().normalize())) {
                findings.add(FindingKind.AUDIO_WITHOUT_LABELS, key, "no list names it");
            }
        });
    }

    /** Passes on what loading noticed and is not found again here in more detail. */
    private void reportNoticed() {
        for (MusicDataset.Finding noticed : dataset.findings()) {
            if (noticed.what().equals(MusicDataset.Finding.UNREADABLE_FOLDERS)) {
                noticed.examples().forEach(folder -> findings.add(FindingKind.UNREADABLE_FOLDER, folder, ""));
            } else if (!noticed.what().equals(MusicDataset.Finding.WITHOUT_LABELS)
                    && !noticed.what().equals(MusicDataset.Finding.WITHOUT_AUDIO)
                    && !noticed.what().equals(MusicDataset.Finding.SONGS_IN_SEVERAL_SPLITS)) {
                findings.add(FindingKind.NOTICED, List.of(), noticed.toString());
            }
        }
    }
}
