package io.clmr.augment;

/**
 * A reproducible stream of random numbers that belongs to one thing, such as one view of one track.
 *
 * <p>The generator is xoshiro256++ (Blackman and Vigna, 2019). Its four words are successive outputs of SplitMix64
 * started at a hash of the seed and the coordinates: {@code h = mix(seed)}, then {@code h = mix(h * 31 + coordinate)}
 * for each coordinate, {@code mix} being SplitMix64's step. A text coordinate is its 64-bit FNV-1a hash over UTF-16 units,
 * low byte first. Nothing else enters, so neither arrival order nor the number of workers changes a draw.
 */
public final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private double spareGaussian = Double.NaN;

    private RandomStream(long hash) {
        long state = hash;
        s0 = mix(state);
        state += GOLDEN_GAMMA;
        s1 = mix(state);
        state += GOLDEN_GAMMA;
        s2 = mix(state);
        state += GOLDEN_GAMMA;
        s3 = mix(state);
    }

    /** Returns the stream of the given seed at the given coordinates. */
    public static RandomStream of(long seed, long... coordinates) {
        long hash = mix(seed);
        for (long coordinate : coordinates) {
            hash = mix(hash * 31 + coordinate);
        }
        return new RandomStream(hash);
    }

    /** Returns the stream that decides one view of one track in one epoch. */
    public static RandomStream forView(long seed, long epoch, String trackKey, int view) {
        return of(seed, epoch, fnv1a(trackKey), view);
    }

    /** Returns 64 random bits. */
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Returns a number of [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** Returns true with the given probability: never at 0, always at 1. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Returns a number of [min, max]. */
    public double uniform(double min, double max) {
        return Math.min(max, min + (max - min) * nextDouble());
    }

    /** Returns a whole number of [min, max], each equally likely. */
    public int uniformInt(int min, int max) {
        if (min > max) {
            throw new IllegalArgumentException("no whole number lies in [" + min + ", " + max + "]");
        }
        long count = (long) max - min + 1;
        long limit = (1L << 32) / count * count; // what lies above would favour the smaller numbers
        long bits;
        do {
            bits = nextLong() >>> 32;
        } while (bits >= limit);
        return (int) (min + bits % count);
    }

    /** Returns a number of the standard normal distribution (Marsaglia's polar method, equal on every machine). */
    public double nextGaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double spare = spareGaussian;
            spareGaussian = Double.NaN;
            return spare;
        }
        double x;
        double y;
        double squaredRadius;
        do {
            x = 2 * nextDouble() - 1;
            y = 2 * nextDouble() - 1;
            squaredRadius = x * x + y * y;
        } while (squaredRadius >= 1 || squaredRadius == 0);
        double scale = Math.sqrt(-2 * StrictMath.log(squaredRadius) / squaredRadius);
        spareGaussian = y * scale;
        return x * scale;
    }

    private static long mix(long state) {
        long z = state + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static long fnv1a(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ (text.charAt(i) & 0xff)) * 0x100000001b3L;
            hash = (hash ^ (text.charAt(i) >>> 8)) * 0x100000001b3L;
        }
        return hash;
    }
}
