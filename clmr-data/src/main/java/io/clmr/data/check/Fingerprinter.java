package io.clmr.data.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Turns mono audio into an acoustic fingerprint: 32 bits every 46 ms that survive other encodings, levels and offsets.
 *
 * <p>After Haitsma and Kalker, "A Highly Robust Audio Fingerprinting System" (ISMIR 2002): the energies of 33 bands
 * between 300 Hz and 3 kHz, equally wide on a logarithmic scale; bit m says whether the difference between the bands m
 * and m + 1 has grown. Differs from the paper: spectra of 93 ms are averaged over 0.37 s instead of one long spectrum,
 * "grown" is against the state 0.19 s before instead of the previous 12 ms, and fingerprints come four times as seldom, so
 * that a cut anywhere costs at most an eighth of that time.
 */
final class Fingerprinter {
    private static final int BITS = Fingerprint.BITS;
    private static final int BANDS = BITS + 1;
    private static final double LOWEST_HZ = 300;
    private static final double HIGHEST_HZ = 3000;

    /** Hops of one average, and how many before it is compared with. */
    private static final int AVERAGED = 8;

    private static final int LAG = 4;
    static final int HISTORY = AVERAGED + LAG;

    /** Mean energy of a sample, -78 dB below full scale: there a codec's own noise begins. */
    private static final double AUDIBLE = 16;

    private final int hop;
    private final int window;
    private final int fftLength;
    private final FloatFFT_1D fft;
    private final float[] taper;
    private final double[] edges = new double[BANDS + 1];

    private final float[] recent;
    private int recentFilled;
    private final float[] spectrum;
    private final double[] cumulative;
    private final double[][] differences = new double[HISTORY][BITS];
    private final double[] energies = new double[HISTORY];
    private long hops;

    private final double stepsPerFrame;
    private final WaveSigns.Builder signs;
    private int[] frames = new int[640];
    private int count;

    /** @param sampleRateHz rate of the samples */
    Fingerprinter(int sampleRateHz) {
        hop = hop(sampleRateHz);
        stepsPerFrame = (double) hop / WaveSigns.samplesPerStep(sampleRateHz);
        signs = new WaveSigns.Builder(sampleRateHz);
        window = 2 * hop;
        fftLength = Integer.highestOneBit(window * 2 - 1);
        fft = new FloatFFT_1D(fftLength);
        taper = new float[window];
        for (int i = 0; i < window; i++) {
            taper[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / window));
        }
        double highest = Math.min(HIGHEST_HZ, 0.45 * sampleRateHz);
        double lowest = Math.min(LOWEST_HZ, highest / 4);
        for (int i = 0; i <= BANDS; i++) {
            edges[i] = lowest * Math.pow(highest / lowest, (double) i / BANDS) * fftLength / sampleRateHz;
        }
        recent = new float[window];
        spectrum = new float[fftLength];
        cumulative = new double[fftLength / 2 + 1];
    }

    private static int hop(int sampleRateHz) {
        return Math.max(1, Math.round(sampleRateHz * 1024f / 22050));
    }

    /** Takes the next samples. */
    void add(short[] samples, int length) {
        signs.add(samples, length);
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, window - recentFilled);
            for (int i = 0; i < part; i++) {
                recent[recentFilled + i] = samples[done + i];
            }
            done += part;
            recentFilled += part;
            if (recentFilled == window) {
                addHop();
                System.arraycopy(recent, hop, recent, 0, window - hop);
                recentFilled = window - hop;
            }
        }
    }

    private void addHop() {
        int slot = (int) (hops % HISTORY);
        double energy = 0;
        for (int i = 0; i < window; i++) {
            spectrum[i] = recent[i] * taper[i];
            energy += (double) recent[i] * recent[i];
        }
        Arrays.fill(spectrum, window, fftLength, 0);
        fft.realForward(spectrum);
        energies[slot] = energy / window;
        bandDifferences(differences[slot]);
        hops++;
        if (hops >= HISTORY) {
            append(frame());
        }
    }

    /** Sets the difference of each band to the next; a band's borders may lie within a bin. */
    private void bandDifferences(double[] target) {
        double sum = 0;
        cumulative[0] = 0;
        for (int k = 1; k < cumulative.length; k++) {
            // realForward leaves the real part of the last bin in place of the first's imaginary part.
            double re = k == cumulative.length - 1 ? spectrum[1] : spectrum[2 * k];
            double im = k == cumulative.length - 1 ? 0 : spectrum[2 * k + 1];
            sum += Math.sqrt(re * re + im * im);
            cumulative[k] = sum;
        }
        double before = band(0);
        for (int m = 0; m < BITS; m++) {
            double next = band(m + 1);
            target[m] = before - next;
            before = next;
        }
    }

    private double band(int m) {
        return cumulativeAt(edges[m + 1]) - cumulativeAt(edges[m]);
    }

    private double cumulativeAt(double bin) {
        int below = Math.min((int) bin, cumulative.length - 2);
        return cumulative[below] + (bin - below) * (cumulative[below + 1] - cumulative[below]);
    }

    private int frame() {
        double energy = 0;
        for (double hopEnergy : energies) {
            energy += hopEnergy;
        }
        if (energy < AUDIBLE * HISTORY) {
            return Fingerprint.SILENT;
        }
        int bits = 0;
        for (int m = 0; m < BITS; m++) {
            double growth = 0;
            for (int age = 0; age < HISTORY; age++) {
                int slot = (int) ((hops - 1 - age) % HISTORY);
                growth += WEIGHTS[age] * differences[slot][m];
            }
            bits |= growth > 0 ? 1 << m : 0;
        }
        return bits == Fingerprint.SILENT ? 1 : bits;
    }

    /** Weight of each hop by age: the average now minus the average before. */
    private static final double[] WEIGHTS = weights();

    private static double[] weights() {
        double[] weights = new double[HISTORY];
        for (int i = 0; i < AVERAGED; i++) {
            double weight = 1 - Math.cos(2 * Math.PI * (i + 0.5) / AVERAGED);
            weights[i] += weight;
            weights[i + LAG] -= weight;
        }
        return weights;
    }

    private void append(int frame) {
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, frames.length * 2);
        }
        frames[count++] = frame;
    }

    /** Returns the fingerprint of what was taken so far. */
    Fingerprint fingerprint() {
        List<WaveSigns> phases =
                IntStream.range(0, WaveSigns.PHASES).mapToObj(signs::build).toList();
        return new Fingerprint(Arrays.copyOf(frames, count), stepsPerFrame, phases);
    }
}
