package io.clmr.cli;

import io.clmr.core.checkpoint.RunLayout;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.probe.SavedHead;
import io.clmr.eval.tag.Tagger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --probe} names, and the encoder that goes with it.
 *
 * @param folder as given
 * @param head that was fitted
 * @param encoder that it was fitted on
 */
record HeadChoice(Path folder, SavedHead head, EncoderChoice encoder) {

    /**
     * Opens head and encoder.
     *
     * @param checkpoint named by the user; else the weights beside the head, else those that the head says it was fitted
     *     on
     */
    static HeadChoice of(Path named, Optional<String> checkpoint, ConfigOptions options) throws IOException {
        if (!Files.exists(named)) {
            throw new InputException(named + " is not there, expected the folder that 'clmr linear-eval --out' or"
                    + " 'clmr import' wrote");
        }
        Path folder = FolderInside.find(
                named, inside -> Files.isRegularFile(inside.resolve(SavedHead.FILE)), "folders with a head");
        SavedHead head = SavedHead.open(folder);
        String encoder = checkpoint.isPresent() ? checkpoint.get() : beside(folder, head);
        EncoderChoice.requireWeightsOrRandom(encoder);
        return new HeadChoice(folder, head, EncoderChoice.of(encoder, options, List.of()));
    }

    private static String beside(Path folder, SavedHead head) throws InputException {
        if (Files.isRegularFile(folder.resolve(RunLayout.MODEL))) {
            return folder.toString();
        }
        String said = head.description().checkpoint();
        if (said.isEmpty()) {
            throw new InputException(
                    folder + " does not say which encoder its head belongs to; name it by --checkpoint");
        }
        if (!EncoderChoice.BASELINES.contains(said) && !Files.exists(Path.of(said))) {
            throw new InputException(folder + ": its head was fitted on " + said
                    + ", which is not there now; name where it is by --checkpoint");
        }
        return said;
    }

    /** Checks that the head was fitted on this very encoder, for those who do not run it. */
    void requireFit() throws IOException {
        try (FeatureExtractor extractor = encoder.extractor(1)) {
            Tagger.requireFit(extractor, head);
        }
    }
}
