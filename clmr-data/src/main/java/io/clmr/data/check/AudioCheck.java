package io.clmr.data.check;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges what was heard of each clip, and what only shows among all of them. */
final class AudioCheck {
    /** A thousandth of the samples at full scale is audible as distortion. */
    private static final double MAX_CLIPPED_SHARE = 0.001;

    /** One hundredth of full scale, -40 dB: music's own mean stays far below. */
    private static final double MAX_DC_OFFSET = 0.01;

    private final int sampleRateHz;
    private final Findings findings;
    private final DuplicateCheck duplicates;
    private final List<Clip> usable = new ArrayList<>();
    private final Map<Integer, List<Clip>> clipsByRateHz = new HashMap<>();
    private double seconds;

    AudioCheck(int sampleRateHz, Findings findings) {
        this.sampleRateHz = sampleRateHz;
        this.findings = findings;
        duplicates = new DuplicateCheck(sampleRateHz);
    }

    void add(AudioFacts facts) {
        Clip clip = facts.clip();
        Verdict verdict = facts.track().verdict();
        if (verdict == Verdict.OK) {
            usable.add(clip);
            if (!facts.track().reason().isEmpty()) {
                findings.add(FindingKind.DAMAGED, clip.key(), facts.track().reason());
            }
        } else {
            findings.add(kind(verdict), clip.key(), facts.track().reason());
        }
        if (facts.fileRateHz() > 0) {
            clipsByRateHz
                    .computeIfAbsent(facts.fileRateHz(), rate -> new ArrayList<>())
                    .add(clip);
        }
        seconds += (double) facts.track().samples() / sampleRateHz;
        if (verdict == Verdict.OK || verdict == Verdict.TOO_SHORT) {
            judgeLevel(facts);
            duplicates.add(facts);
        }
    }

    private static FindingKind kind(Verdict verdict) {
        return switch (verdict) {
            case UNREADABLE, READ_ERROR, CRASHED, OK -> FindingKind.UNREADABLE;
            case EMPTY -> FindingKind.EMPTY;
            case TOO_SHORT -> FindingKind.TOO_SHORT;
            case SILENT -> FindingKind.SILENT;
            case CHANNELS_CANCEL -> FindingKind.CHANNELS_CANCEL;
            case NAN -> FindingKind.NAN;
        };
    }

    private void judgeLevel(AudioFacts facts) {
        if (facts.clippedShare() > MAX_CLIPPED_SHARE) {
            findings.add(
                    FindingKind.CLIPPED,
                    facts.clip().key(),
                    String.format(Locale.ROOT, "%.2f %% of the samples at full scale", 100 * facts.clippedShare()));
        }
        if (Math.abs(facts.dcOffset()) > MAX_DC_OFFSET) {
            findings.add(
                    FindingKind.DC_OFFSET,
                    facts.clip().key(),
                    String.format(Locale.ROOT, "mean %+.3f of full scale", facts.dcOffset()));
        }
    }

    /** Reports what shows only when all clips were heard. */
    void report() throws IOException {
        int most = clipsByRateHz.values().stream().mapToInt(List::size).max().orElse(0);
        int usualHz = clipsByRateHz.entrySet().stream()
                .filter(entry -> entry.getValue().size() == most)
                .map(Map.Entry::getKey)
                .max(Integer::compare)
                .orElse(sampleRateHz);
        List<Integer> rates = new ArrayList<>(clipsByRateHz.keySet());
        Collections.sort(rates);
        for (int rateHz : rates) {
            for (Clip clip : clipsByRateHz.getOrDefault(rateHz, List.of())) {
                if (rateHz != usualHz) {
                    findings.add(FindingKind.RATE_DIFFERS, clip.key(), rateHz + " Hz, most have " + usualHz + " Hz");
                }
                if (rateHz < sampleRateHz) {
                    findings.add(
                            FindingKind.RATE_BELOW_MODEL,
                            clip.key(),
                            rateHz + " Hz, the model hears " + sampleRateHz + " Hz");
                }
            }
        }
        duplicates.report(findings);
    }

    /** Returns the clips that can be used, in order. */
    List<Clip> usable() {
        return usable;
    }

    /** Returns how many files have which sample rate. */
    Map<Integer, Integer> fileRatesHz() {
        Map<Integer, Integer> counts = new HashMap<>();
        clipsByRateHz.forEach((rate, clips) -> counts.put(rate, clips.size()));
        return counts;
    }

    /** Returns the length of all that could be decoded. */
    double seconds() {
        return seconds;
    }
}
