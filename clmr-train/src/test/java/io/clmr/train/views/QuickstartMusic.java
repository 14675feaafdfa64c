package io.clmr.train.views;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.PcmStore;
import io.clmr.data.store.PrepareListener;
import io.clmr.data.store.PrepareOptions;
import io.clmr.data.store.StoreBuilder;
import io.clmr.data.store.StoredTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The first training clips of the bundled music, in a store. */
public final class QuickstartMusic {

    private QuickstartMusic() {}

    /** Decodes them into a new store, whose tracks are in the dataset's order. */
    public static PcmStore prepare(Path store, int clips, int sampleRateHz, int windowSamples) throws IOException {
        List<Clip> first = MusicDataset.load(DatasetConfig.of("folder", root())).clips(Split.TRAIN).stream()
                .limit(clips)
                .toList();
        PrepareOptions options = new PrepareOptions(sampleRateHz, windowSamples, 2);
        return StoreBuilder.prepare(store, first, options, PrepareListener.none());
    }

    /** Returns all usable tracks of a reader as a set to train on. */
    public static TrainingSet all(ClipReader reader, int windowSamples) {
        List<String> keys = IntStream.range(0, reader.tracks())
                .mapToObj(reader::track)
                .map(StoredTrack::key)
                .toList();
        return TrainingSet.of(reader, keys, windowSamples);
    }

    private static Path root() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path music = folder.resolve("examples/quickstart-music");
            if (Files.isDirectory(music)) {
                return music;
            }
        }
        throw new IOException(
                "examples/quickstart-music is not above " + Path.of("").toAbsolutePath());
    }
}
