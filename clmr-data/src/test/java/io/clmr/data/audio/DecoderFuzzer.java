package io.clmr.data.audio;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The process {@link DecoderFuzzIT} starts: damages files, decodes them in every way, and ends with another code than 0
 * if that hangs, floods memory, fails with anything but an {@link AudioException}, or gives other samples the second time.
 */
public final class DecoderFuzzer {
    private static final int RATE = 22050;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** The longest original has 12 s; a damaged rate may stretch it by 44.1 kHz : 1 kHz, a damaged header a little more. */
    private static final long MOST_SAMPLES = 1200L * RATE;

    /** The virtual machine, ffmpeg, and the 128 MB heap of the test. */
    private static final long MOST_RESIDENT_KB = 600_000;

    private static final List<String> NAMES = List.of(
            "plain",
            "with space",
            "it's \"quoted\"",
            "-dash",
            "100%",
            "a\nline",
            "ünïcödé",
            "#hash",
            "back\\slash",
            "%E9");

    /** Bits flipped, bytes moved, or the head cut off. */
    private static final Set<Integer> DAMAGING = Set.of(0, 1, 2, 6, 7, 8);

    private final Path folder;
    private final RandomGenerator random;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private volatile long beganNanos;
    private volatile String doing = "";

    private DecoderFuzzer(Path folder, long seed) {
        this.folder = folder;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DecoderFuzzer fuzzer = new DecoderFuzzer(Path.of(arguments[0]), Long.parseLong(arguments[2]));
        fuzzer.watch();
        fuzzer.run(Integer.parseInt(arguments[1]));
    }

    private void watch() {
        beganNanos = System.nanoTime();
        Thread watcher = new Thread(
                () -> {
                    while (true) {
                        if (System.nanoTime() - beganNanos > PATIENCE_NANOS) {
                            System.out.println("hangs: " + doing);
                            Runtime.getRuntime().halt(9);
                        }
                        try {
                            Thread.sleep(500);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Returns the excerpts, and files long enough for a window to be sought instead of decoded to. */
    private List<Path> originals() throws IOException, InterruptedException {
        List<Path> originals = new ArrayList<>(TestAudio.excerpts());
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
        originals.add(clip);
        for (String ending : List.of("flac", "opus", "m4a")) {
            Path converted = folder.resolve("long." + ending);
            TestAudio.ffmpeg("-i", clip.toString(), converted.toString());
            originals.add(converted);
        }
        for (String ending : List.of("mkv", "mp4", "ts")) { // each with a second audio track and a video
            Path streams = folder.resolve("streams." + ending);
            List<String> inputs = List.of("-i", clip.toString(), "-f", "lavfi", "-i", "testsrc=d=2:s=32x32:r=5");
            List<String> maps = List.of("-map", "0:a", "-map", "0:a", "-map", "1:v", "-t", "2", "-c:v", "mpeg4");
            List<String> command = new ArrayList<>(inputs);
            command.addAll(maps);
            command.add(streams.toString());
            TestAudio.ffmpeg(command.toArray(String[]::new));
            originals.add(streams);
        }
        return originals;
    }

    private void run(int files) throws IOException, InterruptedException {
        List<Path> originals = originals();
        for (int round = 0; round < files; round++) {
            Path original = originals.get(random.nextInt(originals.size()));
            byte[] bytes = Files.readAllBytes(original);
            int kind = round % Damage.KINDS;
            String name = String.valueOf(original.getFileName());
            String ending = name.substring(name.lastIndexOf('.'));
            if (kind == Damage.WRONG_ENDING) {
                String other = String.valueOf(
                        originals.get(random.nextInt(originals.size())).getFileName());
                ending = other.substring(other.lastIndexOf('.'));
            }
            Path file = folder.resolve(NAMES.get(round % NAMES.size()) + ending);
            doing = "round " + round + ", kind " + kind + " of " + original;
            beganNanos = System.nanoTime();
            Files.write(file, Damage.of(bytes, kind, random));
            decodeInEveryWay(file, original, kind);
            Files.delete(file);
        }
        long resident = residentPeakKb();
        System.out.println(files + " files, at most " + resident + " kB resident: " + outcomes);
        check(resident < MOST_RESIDENT_KB, resident + " kB were resident");
    }

    private void decodeInEveryWay(Path file, Path original, int kind) throws IOException {
        short[] whole;
        try {
            whole = decode(file);
        } catch (AudioException refusal) {
            check(refusal.file().equals(file), "refusal of " + refusal.file());
            check(String.valueOf(refusal.getMessage()).startsWith(PrintableText.of(file) + ": "), refusal.getMessage());
            outcomes.merge("refused: " + refusal.kind(), 1, Integer::sum);
            return;
        }
        outcomes.merge("decoded", 1, Integer::sum);
        check(Arrays.equals(whole, decode(file)), "other samples the second time");
        if (kind == Damage.WRONG_ENDING) {
            check(Arrays.equals(whole, decode(original)), "other samples under a wrong ending");
        }
        for (float sample : AudioDecoder.decode(file, RATE)) {
            check(Float.isFinite(sample), "a sample is " + sample);
        }
        decodeWindow(file, whole, kind);
    }

    private void decodeWindow(Path file, short[] whole, int kind) throws IOException {
        int offset = random.nextInt(whole.length);
        int length = Math.min(5000, whole.length - offset);
        try {
            short[] window = AudioDecoder.decodeWindowPcm16(file, RATE, offset, length);
            boolean same = Arrays.equals(window, Arrays.copyOfRange(whole, offset, offset + length));
            outcomes.merge(same ? "window: same samples" : "window: other samples", 1, Integer::sum);
            check(window.length == length, "a window of " + window.length + ", expected " + length);
            // Behind packets that were dropped as damaged, times run ahead of the samples that came out.
            check(same || DAMAGING.contains(kind), "other samples in a window of a sound file");
        } catch (AudioException refusal) {
            outcomes.merge("window: refused", 1, Integer::sum);
        }
    }

    private short[] decode(Path file) throws IOException {
        short[] samples = new short[1 << 16];
        int filled = 0;
        try (AudioStream stream = AudioDecoder.open(file, RATE, SampleFormat.PCM16)) {
            int count;
            while ((count = stream.read(samples, filled, samples.length - filled)) > 0) {
                filled += count;
                check(filled < MOST_SAMPLES, filled + " samples");
                if (filled == samples.length) {
                    samples = Arrays.copyOf(samples, 2 * filled);
                }
            }
        }
        return Arrays.copyOf(samples, filled);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(doing + ": " + otherwise);
        }
    }

    /** Returns the most memory this process ever held; 0 where the system does not tell. */
    private static long residentPeakKb() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /** What befalls files. */
    private static final class Damage {
        static final int WRONG_ENDING = 4;
        static final int KINDS = 10;

        private Damage() {}

        static byte[] of(byte[] original, int kind, RandomGenerator random) {
            byte[] bytes = original.clone();
            switch (kind) {
                case 0 -> flipBits(bytes, bytes.length, 1 + random.nextInt(20), random);
                case 1 -> flipBits(bytes, bytes.length, 1 + random.nextInt(3000), random);
                case 2 -> flipBits(bytes, Math.min(200, bytes.length), 1 + random.nextInt(10), random); // header
                case 3 -> bytes = Arrays.copyOf(bytes, random.nextInt(1, bytes.length));
                case WRONG_ENDING -> {}
                case 5 -> bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(5000)];
                case 6 -> huge(bytes, random);
                case 7 -> splice(bytes, random);
                case 8 -> bytes = Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length);
                default -> random.nextBytes(bytes = new byte[random.nextInt(1, 20_000)]);
            }
            return bytes;
        }

        private static void flipBits(byte[] bytes, int region, int flips, RandomGenerator random) {
            for (int i = 0; i < flips; i++) {
                bytes[random.nextInt(region)] ^= (byte) (1 << random.nextInt(8));
            }
        }

        /** Makes some field of the header as large as it can be. */
        private static void huge(byte[] bytes, RandomGenerator random) {
            int[] sizes = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 0};
            ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                int at = random.nextInt(Math.min(400, bytes.length - 4));
                ByteBuffer.wrap(bytes).order(order).putInt(at, sizes[random.nextInt(sizes.length)]);
            }
        }

        private static void splice(byte[] bytes, RandomGenerator random) {
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                int length = random.nextInt(1, Math.min(2000, bytes.length / 2));
                System.arraycopy(
                        bytes,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
        }
    }
}
