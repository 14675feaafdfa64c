package io.clmr.base.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Notes on the disk which files native code works on at this moment, so that a file that crashes the process is found
 * out.
 *
 * <p>Two files lie beside an output {@code X}. {@code X.inflight} has a slot for each file in work and goes at the
 * regular end. {@code X.crashes} counts in how many crashes a file was in work. Whoever opens the note after a crash
 * finds the files that were in work. Each is a suspect, to be decoded alone, which clears the innocent ones. A file
 * that was in work in two crashes is guilty and is passed over. A file is its real path, size and time: a replaced one
 * is another file.
 *
 * <p>A process that was killed, by a person or for want of memory, has not crashed: a crash leaves a {@link CrashTrace}.
 *
 * <p>A note that cannot be written, as on a full disk, is no reason to give up the work: what is lost is the name of a
 * file, should it crash the process.
 *
 * <p>Safe for use by several threads; one process at a time may have the note of an output open.
 */
public final class InFlight implements FileWatch, Closeable {
    private static final int CRASHES_OF_THE_GUILTY = 2;

    private final CrashCounts counts;
    private final List<FileState> suspects;
    private final Optional<InFlightSlots> slots;

    private InFlight(CrashCounts counts, List<FileState> suspects, Optional<InFlightSlots> slots) {
        this.counts = counts;
        this.suspects = List.copyOf(suspects);
        this.slots = slots;
    }

    /**
     * Opens the note of an output, and takes in what a crashed process left.
     *
     * @param output the output, which need not be there; its folder must be
     */
    public static InFlight open(Path output) {
        Path slotsFile = Path.of(output + ".inflight");
        CrashCounts counts = CrashCounts.read(Path.of(output + ".crashes"));
        List<FileState> suspects = List.of();
        try {
            suspects = InFlightSlots.readCrashed(slotsFile);
            if (!suspects.isEmpty()) {
                counts.add(suspects); // before the slots go: a kill in between counts once more, not never
            }
            return new InFlight(counts, suspects, Optional.of(InFlightSlots.create(slotsFile)));
        } catch (IOException e) {
            return new InFlight(counts, suspects, Optional.empty());
        }
    }

    /** Returns the files that were in work in the crash that this note was opened after; none if there was no crash. */
    public List<Path> crashedOn() {
        return suspects.stream().map(FileState::path).toList();
    }

    /** Returns whether a file is passed over. */
    public boolean isGuilty(Path file) {
        return FileState.of(file).map(counts::of).orElse(0) >= CRASHES_OF_THE_GUILTY;
    }

    @Override
    public Mark begin(Path file) throws GuiltyFileException {
        Optional<FileState> state = FileState.of(file);
        if (state.map(counts::of).orElse(0) >= CRASHES_OF_THE_GUILTY) {
            throw new GuiltyFileException("crashed the decoder in " + CRASHES_OF_THE_GUILTY + " runs");
        }
        return state.isPresent() && slots.isPresent()
                ? new Begun(state, slots.get().put(state.get()))
                : new Begun(Optional.empty(), 0); // a file that is not there does not reach native code
    }

    private final class Begun implements Mark {
        private final Optional<FileState> state;
        private final int slot;

        Begun(Optional<FileState> state, int slot) {
            this.state = state;
            this.slot = slot;
        }

        @Override
        public void survived() {
            state.ifPresent(counts::clear);
        }

        @Override
        public void close() {
            if (state.isPresent()) {
                slots.orElseThrow().clear(slot);
            }
        }
    }

    @Override
    public boolean isSuspect(Path file) {
        return !counts.isEmpty() && FileState.of(file).map(counts::of).orElse(0) > 0;
    }

    /** Forgets all crashes, so that every file is tried again. */
    public void forget() {
        counts.clearAll();
    }

    /** Ends the note: no file is in work any more. */
    @Override
    public void close() {
        slots.ifPresent(InFlightSlots::close);
    }
}
