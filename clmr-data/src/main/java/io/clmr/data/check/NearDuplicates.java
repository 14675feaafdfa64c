package io.clmr.data.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds clips that are the same recording in another encoding, at another level, or shifted.
 *
 * <p>Each clip asks the index where its frames occurred before. Every place is a candidate; it is decided by comparing
 * the frames over the whole overlap, and then the waveforms.
 */
final class NearDuplicates {
    /**
     * A recording in another encoding differs in 0.16 of the frames' bits at most (measured), other music in about half
     * of them. The same song's next verse may come down to 0.05, hence the second limit.
     */
    private static final double MAX_DIFFERENCE = 0.25;

    /**
     * Of the waveform's signs another encoding changes 0.06 and a bad fit of the moments of sampling 0.13 at most
     * (measured), the same music played again 0.24 and more.
     */
    private static final double MAX_WAVE_DIFFERENCE = 0.15;

    private static final int MAX_CANDIDATES = 256;

    private final FrameIndex index = new FrameIndex();
    private final Map<Integer, Fingerprint> kept = new HashMap<>();
    private final DuplicateGroups groups = new DuplicateGroups();

    private record Candidate(int clip, int lag, int votes) {}

    /**
     * Two clips that sound the same.
     *
     * @param first number of the earlier clip
     * @param lagSteps how many steps of the waveform later the second one's audio stands in the first; may be negative
     * @param difference share of the frames' bits that differ
     */
    record Match(int first, int lagSteps, double difference) {}

    /**
     * Adds a clip.
     *
     * @param clip a number no clip had before
     * @param matches takes what it matches: one earlier clip of each group
     * @return what is kept of its fingerprint
     */
    Fingerprint add(int clip, Fingerprint fingerprint, Consumer<Match> matches) {
        for (Candidate candidate : candidates(fingerprint)) {
            if (groups.first(candidate.clip()) != groups.first(clip)) {
                verify(candidate, fingerprint).ifPresent(match -> {
                    matches.accept(match);
                    groups.join(candidate.clip(), clip);
                });
            }
        }
        index.add(clip, fingerprint);
        Fingerprint reduced = fingerprint.kept();
        kept.put(clip, reduced);
        return reduced;
    }

    /** Returns the places where frames of this clip occurred, those most frames agree on first. */
    private List<Candidate> candidates(Fingerprint fingerprint) {
        Places places = new Places();
        for (int i = 0; i < fingerprint.length(); i++) {
            int frame = fingerprint.frame(i);
            if (frame != Fingerprint.SILENT && (i == 0 || frame != fingerprint.frame(i - 1))) {
                int here = i;
                index.find(frame, (clip, position) -> places.add(clip, position - here));
            }
        }
        List<Candidate> candidates = places.count();
        candidates.sort(Comparator.comparingInt(Candidate::votes).reversed());
        return candidates.subList(0, Math.min(MAX_CANDIDATES, candidates.size()));
    }

    /** Clips and lags, each as often as a frame spoke for it. */
    private static final class Places {
        private long[] places = new long[1024];
        private int size;

        void add(int clip, int lag) {
            if (size == places.length) {
                places = Arrays.copyOf(places, size * 2);
            }
            places[size++] = (long) clip << 32 | (lag & 0xffffffffL);
        }

        List<Candidate> count() {
            Arrays.sort(places, 0, size);
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < size; ) {
                int from = i;
                while (i < size && places[i] == places[from]) {
                    i++;
                }
                candidates.add(new Candidate((int) (places[from] >> 32), (int) places[from], i - from));
            }
            return candidates;
        }
    }

    private Optional<Match> verify(Candidate candidate, Fingerprint fingerprint) {
        Fingerprint earlier = kept.get(candidate.clip());
        if (earlier == null) {
            throw new IllegalStateException("clip " + candidate.clip() + " is in the index but was not kept");
        }
        int bestLag = 0;
        double smallest = 1;
        for (int lag = candidate.lag() - 1; lag <= candidate.lag() + 1; lag++) {
            double difference = earlier.difference(fingerprint, lag);
            if (difference < smallest) {
                smallest = difference;
                bestLag = lag;
            }
        }
        if (smallest > MAX_DIFFERENCE) {
            return Optional.empty();
        }
        Fingerprint.Alignment alignment = earlier.align(fingerprint, bestLag);
        return alignment.difference() <= MAX_WAVE_DIFFERENCE
                ? Optional.of(new Match(candidate.clip(), alignment.lagSteps(), smallest))
                : Optional.empty();
    }

    /** Returns the groups of clips that match, directly or through others. */
    List<List<Integer>> groups() {
        return groups.list();
    }
}
