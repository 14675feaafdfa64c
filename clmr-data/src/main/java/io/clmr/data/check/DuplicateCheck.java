package io.clmr.data.check;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.StoredTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds clips that are there more than once, one clip after the other. */
final class DuplicateCheck {
    private final double secondsPerStep;
    private final NearDuplicates near = new NearDuplicates();
    private final DuplicateGroups exact = new DuplicateGroups();
    private final List<Clip> clips = new ArrayList<>();

    /** The first clip of each content: what is equal in length, checksum and every bit of the fingerprint is the same. */
    private final Map<Content, List<Known>> firsts = new HashMap<>();

    /** How each near duplicate was found. */
    private final Map<Integer, String> details = new HashMap<>();

    private record Content(long samples, long crc32) {}

    private record Known(int clip, Fingerprint fingerprint) {}

    /** @param sampleRateHz rate of the samples that were fingerprinted */
    DuplicateCheck(int sampleRateHz) {
        secondsPerStep = (double) WaveSigns.samplesPerStep(sampleRateHz) / sampleRateHz;
    }

    void add(AudioFacts facts) {
        int number = clips.size();
        clips.add(facts.clip());
        StoredTrack track = facts.track();
        Fingerprint fingerprint = facts.fingerprint();
        List<Known> same =
                firsts.computeIfAbsent(new Content(track.samples(), track.crc32()), content -> new ArrayList<>(1));
        for (Known known : same) {
            if (known.fingerprint().sameFrames(fingerprint)) {
                exact.join(known.clip(), number);
                return;
            }
        }
        same.add(new Known(number, near.add(number, fingerprint, match -> details.put(number, text(match)))));
    }

    private String text(NearDuplicates.Match match) {
        double lag = match.lagSteps() * secondsPerStep;
        return String.format(
                Locale.ROOT,
                "%s, %.1f %% of the fingerprint differs",
                Math.abs(lag) < 0.005
                        ? "from the same moment on"
                        : String.format(Locale.ROOT, "begins %.2f s %s", Math.abs(lag), lag > 0 ? "later" : "earlier"),
                100 * match.difference());
    }

    /** Reports all groups, and once more those that are spread over the splits. */
    void report(Findings findings) throws IOException {
        DuplicateGroups all = new DuplicateGroups();
        for (List<Integer> group : exact.list()) {
            group.forEach(clip -> all.join(group.get(0), clip));
            findings.add(FindingKind.EXACT_DUPLICATES, keys(group), sameBytes(group) ? "same file" : "same samples");
        }
        for (List<Integer> group : near.groups()) {
            group.forEach(clip -> all.join(group.get(0), clip));
            List<String> how = group.stream()
                    .skip(1)
                    .map(clip -> details.getOrDefault(clip, "the same as another of these"))
                    .toList();
            findings.add(FindingKind.NEAR_DUPLICATES, keys(group), String.join("; ", how));
        }
        for (List<Integer> group : all.list()) {
            List<Clip> members = group.stream().map(clips::get).toList();
            if (LabelCheck.leaks(members)) {
                findings.add(FindingKind.DUPLICATE_IN_SEVERAL_SPLITS, keys(group), LabelCheck.splits(members));
            }
        }
    }

    private List<String> keys(List<Integer> group) {
        return group.stream().map(clip -> clips.get(clip).key()).toList();
    }

    private boolean sameBytes(List<Integer> group) throws IOException {
        for (int clip : group) {
            if (Files.mismatch(clips.get(group.get(0)).path(), clips.get(clip).path()) >= 0) {
                return false;
            }
        }
        return true;
    }
}
