package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.Consumer;

/** Which tracks of a set belong to which others. */
interface Partners {

    /** Returns whether another track belongs to this one. */
    boolean has(int track);

    /** Draws one of the others that belong to a track that has any. */
    int draw(int track, RandomStream stream);

    /** Tells all that decides the draws, in words that are the same on any machine. */
    void describe(Consumer<String> words);
}
