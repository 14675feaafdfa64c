package io.clmr.spark;

import io.clmr.eval.embed.Embedding;

/** What a task writes for a file. */
sealed interface Outcome {
    /** Its rows, at least one. */
    record Rows(String path, Embedding embedding) implements Outcome {}

    /** Why it has none. */
    record Failure(String path, String reason) implements Outcome {}
}
