package io.clmr.data.check;

/** What the doctor looks for. */
public enum FindingKind {
    UNREADABLE("not decodable, or cut off", "get these files again, or take them out of the dataset"),
    EMPTY("no audio inside", "get these files again, or take them out of the dataset"),
    TOO_SHORT("shorter than one window", "take them out, or train with a smaller model.samples"),
    SILENT("silent", "take them out of the dataset"),
    NAN("NaN or infinite samples", "render these files again"),
    CLIPPED("driven into full scale", "get a cleaner copy, or accept the distortion"),
    DC_OFFSET("a constant offset", "remove it with a high-pass filter, or export the files again"),
    RATE_DIFFERS("another sample rate than most files", "check where they come from: their highs begin elsewhere"),
    RATE_BELOW_MODEL(
            "a lower sample rate than the model", "their highest octave is empty: use a lower model.sample_rate_hz"),
    EXACT_DUPLICATES("the same samples more than once", "keep one of each group"),
    NEAR_DUPLICATES("the same recording in another encoding, level or cut", "keep one of each group"),
    SONG_IN_SEVERAL_SPLITS("songs with clips in more than one split", "keep all clips of a song in one split"),
    DUPLICATE_IN_SEVERAL_SPLITS(
            "duplicates in more than one split", "keep one copy, or all copies in one split: the test knows them"),
    TAG_WITHOUT_POSITIVES("tags without positives in some split", "leave these tags out, or draw other splits"),
    AUDIO_WITHOUT_LABELS("audio files without labels", "label them, or take them out of training and test"),
    LABELS_WITHOUT_AUDIO("labelled or listed clips without audio", "get the files, or remove their lines"),
    NOTICED("remarks while the lists were read", "see what the lists say");

    private final String what;
    private final String advice;

    FindingKind(String what, String advice) {
        this.what = what;
        this.advice = advice;
    }

    /** Returns what it is, in a few words. */
    public String what() {
        return what;
    }

    /** Returns what to do about it. */
    public String advice() {
        return advice;
    }
}
