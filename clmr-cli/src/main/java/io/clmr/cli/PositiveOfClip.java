package io.clmr.cli;

import io.clmr.augment.RandomStream;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.train.views.Crop;
import io.clmr.train.views.TrainingSet;
import io.clmr.train.views.ViewCrops;
import java.io.IOException;
import java.util.OptionalInt;

/** Cuts a view of which only the dataset tells the clip: a positive of another clip of the same song, say. */
final class PositiveOfClip {

    private final Session session;
    private final ConfigOptions options;

    PositiveOfClip(Session session, ConfigOptions options) {
        this.session = session;
        this.options = options;
    }

    /** Returns the window that training hears, read from the dataset's store or files. */
    Renderer.Cut cut(ClmrConfig config, Renderer.View view) throws IOException {
        if (!config.datasetRootGiven()) {
            throw new UsageException("view " + view.number() + " is cut from another clip, since positives.name is not"
                    + " same_clip, and only the dataset tells from which: give dataset.root, or --set"
                    + " positives.name=same_clip");
        }
        Preparation preparation = new Preparation(session, options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        try (ClipReader reader = preparation.open(config, dataset)) {
            TrainingSet tracks = Pretraining.tracks(config, dataset, reader);
            OptionalInt track = tracks.find(view.key());
            if (track.isEmpty()) {
                throw new InputException(view.key() + " is no usable training clip of " + dataset.name()
                        + ", expected one: only those have positives");
            }
            ViewCrops crops = UsageException.checked(
                    dataset.name(), () -> ViewCrops.of(config.pretrain().views(), tracks));
            RandomStream stream = crops.stream(track.getAsInt(), view.epoch(), view.number());
            Crop crop = crops.draw(track.getAsInt(), view.epoch(), view.number(), stream);
            float[] window = new float[config.pretrain().model().samples()];
            tracks.read(crop.track(), crop.offsetSamples(), window);
            return new Renderer.Cut(tracks.key(crop.track()), crop.offsetSamples(), window, stream);
        }
    }
}
