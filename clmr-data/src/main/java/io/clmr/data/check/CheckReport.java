package io.clmr.data.check;

import io.clmr.data.dataset.Split;
import java.util.List;
import java.util.Map;

/**
 * What the doctor found.
 *
 * @param dataset its name
 * @param split how its splits came about
 * @param clips all clips of the dataset
 * @param usable clips training can use
 * @param audioSeconds length of all that could be decoded
 * @param fileRatesHz how many files have which sample rate
 * @param splits clips of each split
 * @param tags label counts, in the order of the labels
 * @param findings what is wrong and what is worth knowing, by kind
 * @param passedOver files of the dataset's folder that are no audio by their ending, counted; see
 *     {@link io.clmr.data.dataset.MusicDataset#passedOver}
 */
public record CheckReport(
        String dataset,
        String split,
        int clips,
        int usable,
        double audioSeconds,
        Map<Integer, Integer> fileRatesHz,
        Map<Split, Integer> splits,
        List<TagCount> tags,
        List<Finding> findings,
        String passedOver) {
    public CheckReport {
        fileRatesHz = Map.copyOf(fileRatesHz);
        splits = Map.copyOf(splits);
        tags = List.copyOf(tags);
        findings = List.copyOf(findings);
    }

    /** Returns what is wrong. */
    public List<Finding> problems() {
        return of(FindingKind.Level.PROBLEM);
    }

    /** Returns what is worth knowing, though nothing is wrong with it. */
    public List<Finding> notices() {
        return of(FindingKind.Level.NOTICE);
    }

    private List<Finding> of(FindingKind.Level level) {
        return findings.stream()
                .filter(finding -> finding.kind().level() == level)
                .toList();
    }

    /** Returns whether there is no problem. */
    public boolean clean() {
        return problems().isEmpty();
    }
}
