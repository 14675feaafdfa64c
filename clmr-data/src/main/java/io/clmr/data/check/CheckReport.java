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
 * @param findings what is wrong, by kind; empty for a clean dataset
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
        List<Finding> findings) {
    public CheckReport {
        fileRatesHz = Map.copyOf(fileRatesHz);
        splits = Map.copyOf(splits);
        tags = List.copyOf(tags);
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing was found. */
    public boolean clean() {
        return findings.isEmpty();
    }
}
