package io.clmr.data.store;

import io.clmr.base.files.HeldLock;
import io.clmr.base.files.WholeFile;
import io.clmr.data.audio.DecodeNote;
import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decodes a dataset into a PCM store; may be killed and started again at any moment.
 *
 * <p>The result depends on the clips and the options alone: not on threads, and not on how often the work was cut short.
 */
public final class StoreBuilder {
    private final StoreFiles files;
    private final List<Clip> clips;
    private final PrepareOptions options;
    private final PrepareListener listener;
    private final long shardBytes;

    StoreBuilder(Path folder, List<Clip> clips, PrepareOptions options, PrepareListener listener, long shardBytes) {
        this.files = new StoreFiles(folder);
        this.clips = List.copyOf(clips);
        this.options = options;
        this.listener = listener;
        this.shardBytes = shardBytes;
    }

    /**
     * Decodes what the store does not hold yet, or holds of an older version of the audio file, and opens the result.
     *
     * @throws StoreException if another process prepares the same store, or it was made for another rate
     * @throws IOException if the disk is too small or fails
     */
    public static PcmStore prepare(Path folder, List<Clip> clips, PrepareOptions options, PrepareListener listener)
            throws IOException {
        new StoreBuilder(folder, clips, options, listener, StoreFiles.SHARD_BYTES).build();
        return PcmStore.open(folder, options.sampleRateHz(), options.selection());
    }

    @SuppressWarnings("try") // lock and note are held, not used
    void build() throws IOException {
        Files.createDirectories(files.folder());
        try (HeldLock lock = HeldLock.take(files.lock(), this::inUse);
                DecodeNote note = DecodeNote.open(files.decoding(), options.retryFailed())) {
            deleteSpools();
            WholeFile.deleteUnfinished(files.folder());
            StoreState state = StoreState.read(files, options);
            Map<String, StoredTrack> finished = new HashMap<>();
            List<Clip> todo = new ArrayList<>();
            for (Clip clip : clips) {
                Optional<StoredTrack> usable = Optional.ofNullable(state.known().get(clip.key()));
                usable = usable.isPresent() ? reuse(clip, usable.get()) : usable;
                usable.ifPresentOrElse(track -> finished.put(clip.key(), track), () -> todo.add(clip));
            }
            if (!todo.isEmpty()) {
                decode(todo, state, finished);
            }
            publish(finished);
        }
    }

    private StoreException inUse(String holder) {
        return new StoreException(
                files.folder(), "is being prepared by " + holder + "; wait for it, or choose another store.path");
    }

    private void deleteSpools() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(files.folder(), "spool-*.tmp")) {
            for (Path spool : left) {
                Files.delete(spool);
            }
        }
    }

    /** Returns what is known of a clip as far as it still holds; empty if it must be decoded. */
    private Optional<StoredTrack> reuse(Clip clip, StoredTrack known) throws IOException {
        Optional<SourceFingerprint> source = SourceFingerprint.of(clip.path());
        boolean refused = known.verdict() != Verdict.OK;
        boolean stale = source.isPresent()
                ? !source.get().equals(known.source())
                : refused; // the store may outlive the audio it was made from
        stale |= !known.verdict().isFinal() || (refused && options.retryFailed());
        boolean longEnough = known.samples() >= options.minSamples();
        if (stale || (known.verdict() == Verdict.TOO_SHORT && longEnough)) {
            return Optional.empty();
        }
        StoredTrack here = known.from(clip.path());
        return Optional.of(
                known.verdict() == Verdict.OK && !longEnough
                        ? here.judged(Verdict.TOO_SHORT, Gate.tooShort(known.samples(), options))
                        : here);
    }

    private void decode(List<Clip> todo, StoreState state, Map<String, StoredTrack> finished) throws IOException {
        long sourceBytes = SourceFingerprint.totalBytes(todo);
        int changed = (int) todo.stream()
                .filter(clip -> state.known().containsKey(clip.key()))
                .count();
        PreparePlan plan = new PreparePlan(
                clips.size(),
                finished.size(),
                changed,
                todo.size() - changed,
                DiskNeed.estimateBytes(todo, sourceBytes, options.sampleRateHz()),
                Files.getFileStore(files.folder()).getUsableSpace());
        listener.planned(plan);
        DiskNeed.check(files.folder(), plan);
        int refused = (int)
                finished.values().stream().filter(track -> !track.stored()).count();
        Tally tally = new Tally(listener, options.sampleRateHz(), clips.size(), finished.size(), refused, sourceBytes);
        try (ShardWriter shards = ShardWriter.resume(files, shardBytes, state.end());
                Journal journal = Journal.begin(files, StoreHeader.of(options), state.journalled())) {
            Commits commits = new Commits(shards, journal, finished, tally);
            AtomicInteger number = new AtomicInteger();
            new ClipDecoding(options.threads())
                    .run(
                            todo,
                            clip -> DecodedTrack.decode(
                                    clip, options, new Spool(files.spool(number.getAndIncrement()))),
                            commits);
            commits.force();
        }
    }

    private void publish(Map<String, StoredTrack> finished) throws IOException {
        List<StoredTrack> tracks = clips.stream()
                .flatMap(clip -> Optional.ofNullable(finished.get(clip.key())).stream())
                .toList();
        WholeFile.writeText(
                files.errors(),
                writer -> ErrorTable.write(
                        writer, tracks.stream().filter(track -> !track.stored()).toList()));
        WholeFile.writeText(files.index(), writer -> {
            writer.write(TrackLines.line(StoreHeader.of(options)));
            for (StoredTrack track : tracks) {
                writer.write(TrackLines.line(track));
            }
        });
        Files.deleteIfExists(files.journal());
    }
}
