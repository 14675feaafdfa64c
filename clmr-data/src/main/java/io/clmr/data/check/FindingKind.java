package io.clmr.data.check;

/** What the doctor looks for. */
public enum FindingKind {
    UNREADABLE(Level.PROBLEM, "not decodable, or cut off", "get these files again, or take them out of the dataset"),
    UNREADABLE_FOLDER(
            Level.PROBLEM,
            "folders that cannot be read, and are passed over",
            "change their permissions, or exclude them"),
    EMPTY(Level.PROBLEM, "no audio inside", "get these files again, or take them out of the dataset"),
    TOO_SHORT(Level.PROBLEM, "shorter than one window", "take them out, or train with a smaller model.samples"),
    SILENT(Level.PROBLEM, "silent", "take them out of the dataset"),
    CHANNELS_CANCEL(Level.PROBLEM, "left and right cancel in the mono mix", "use dataset.mixdown: left"),
    NAN(Level.PROBLEM, "NaN or infinite samples", "render these files again"),
    EXACT_DUPLICATES(Level.PROBLEM, "the same samples more than once", "keep one of each group"),
    NEAR_DUPLICATES(Level.PROBLEM, "the same recording in another encoding, level or cut", "keep one of each group"),
    SONG_IN_SEVERAL_SPLITS(
            Level.PROBLEM, "songs with clips in more than one split", "keep all clips of a song in one split"),
    DUPLICATE_IN_SEVERAL_SPLITS(
            Level.PROBLEM,
            "duplicates in more than one split",
            "keep one copy, or all copies in one split: the test knows them"),
    TAG_WITHOUT_POSITIVES(
            Level.PROBLEM, "tags without positives in some split", "leave these tags out, or draw other splits"),
    LABELS_WITHOUT_AUDIO(
            Level.PROBLEM, "labelled or listed clips without audio", "get the files, or remove their lines"),
    DAMAGED(
            Level.NOTICE,
            "decoded, but damaged or not as their headers say",
            "get these files again if there are better copies"),
    CLIPPED(Level.NOTICE, "driven into full scale", "get a cleaner copy, or accept the distortion"),
    DC_OFFSET(Level.NOTICE, "a constant offset", "remove it with a high-pass filter, or export the files again"),
    RATE_DIFFERS(
            Level.NOTICE,
            "another sample rate than most files",
            "check where they come from: their highs begin elsewhere"),
    RATE_BELOW_MODEL(
            Level.NOTICE,
            "a lower sample rate than the model",
            "their highest octave is empty: use a lower model.sample_rate_hz"),
    AUDIO_WITHOUT_LABELS(
            Level.NOTICE, "audio files without labels", "label them, or take them out of training and test"),
    NOTICED(Level.NOTICE, "remarks while the lists were read", "see what the lists say");

    /** What a finding means for training and test. */
    public enum Level {
        /** Clips that cannot be used, or results that would be wrong. */
        PROBLEM,
        /** Worth knowing; everything works all the same. */
        NOTICE
    }

    private final Level level;
    private final String what;
    private final String advice;

    FindingKind(Level level, String what, String advice) {
        this.level = level;
        this.what = what;
        this.advice = advice;
    }

    /** Returns whether this is a problem or a notice. */
    public Level level() {
        return level;
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
