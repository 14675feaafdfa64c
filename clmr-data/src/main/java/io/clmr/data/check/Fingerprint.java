package io.clmr.data.check;

import java.util.Arrays;
import java.util.List;

/**
 * What a recording sounds like: 32 bits every 46 ms, which tell music from other music, and the signs of its waveform,
 * which tell a recording from the same music played again.
 *
 * @see Fingerprinter
 */
final class Fingerprint {
    /** A frame without audible sound; it is never compared. */
    static final int SILENT = 0;

    static final int BITS = 32;

    /** What must be common to two recordings, as a share of the shorter one. */
    private static final double MIN_OVERLAP = 0.5;

    /** About 1.5 s: below that, chance has too much of a say. */
    private static final int MIN_FRAMES = 32;

    private final int[] frames;
    private final int audible;
    private final double stepsPerFrame;
    private final List<WaveSigns> phases;

    /** @param phases the signs of one waveform at one or {@link WaveSigns#PHASES} moments */
    Fingerprint(int[] frames, double stepsPerFrame, List<WaveSigns> phases) {
        this.frames = frames.clone();
        this.stepsPerFrame = stepsPerFrame;
        this.phases = List.copyOf(phases);
        audible = (int) Arrays.stream(frames).filter(frame -> frame != SILENT).count();
    }

    int length() {
        return frames.length;
    }

    int frame(int i) {
        return frames[i];
    }

    /** Returns what must be kept of it to compare others with: an eighth of the waveform's signs. */
    Fingerprint kept() {
        return new Fingerprint(frames, stepsPerFrame, phases.subList(0, 1));
    }

    /**
     * Returns the share of frames' bits that differ where both sound; 1 if that is too little to tell.
     *
     * @param lag how many frames later the other one's audio stands in this one
     */
    double difference(Fingerprint other, int lag) {
        int from = Math.max(0, -lag);
        int to = Math.min(other.frames.length, frames.length - lag);
        int compared = 0;
        int differing = 0;
        for (int i = from; i < to; i++) {
            int mine = frames[i + lag];
            int others = other.frames[i];
            if (mine != SILENT && others != SILENT) {
                compared++;
                differing += Integer.bitCount(mine ^ others);
            }
        }
        int needed = (int) Math.max(MIN_FRAMES, MIN_OVERLAP * Math.min(audible, other.audible));
        return compared < needed ? 1 : (double) differing / compared / BITS;
    }

    /** Returns whether all frames are the same. */
    boolean sameFrames(Fingerprint other) {
        return Arrays.equals(frames, other.frames);
    }

    /**
     * Where two waveforms agree best.
     *
     * @param lagSteps how many steps of the waveform later the other one's audio stands in this one
     * @param difference share of the signs that differ
     */
    record Alignment(int lagSteps, double difference) {}

    /**
     * Compares the waveforms at all lags within a frame of the one given.
     *
     * @param other a fingerprint with all phases
     */
    Alignment align(Fingerprint other, int lag) {
        boolean[] sounding = other.soundingWords();
        int middle = (int) Math.round(lag * stepsPerFrame);
        int reach = (int) Math.ceil(stepsPerFrame);
        Alignment best = new Alignment(middle, 1);
        for (int steps = middle - reach; steps <= middle + reach; steps += 2) {
            best = better(best, other, steps, sounding);
        }
        int coarse = best.lagSteps();
        best = better(best, other, coarse - 1, sounding);
        return better(best, other, coarse + 1, sounding);
    }

    private Alignment better(Alignment best, Fingerprint other, int steps, boolean[] sounding) {
        int phase = Math.floorMod(-steps, WaveSigns.PHASES);
        int bits = (steps + phase) / WaveSigns.PHASES;
        double difference = phases.get(0).difference(other.phases.get(phase), bits, sounding);
        return difference < best.difference() ? new Alignment(steps, difference) : best;
    }

    private boolean[] soundingWords() {
        boolean[] sounding = new boolean[phases.get(0).words()];
        double framesPerWord = Long.SIZE * WaveSigns.PHASES / stepsPerFrame;
        for (int i = 0; i < sounding.length; i++) {
            int frame = (int) (i * framesPerWord) - Fingerprinter.HISTORY / 2; // a frame looks at what came before
            sounding[i] = frames.length > 0 && frames[Math.max(0, Math.min(frame, frames.length - 1))] != SILENT;
        }
        return sounding;
    }
}
