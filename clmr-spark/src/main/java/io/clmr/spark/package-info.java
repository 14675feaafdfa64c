/**
 * Embedding of a catalogue on many machines, as an Apache Spark job.
 *
 * <p>Uses {@code eval.embed} for the embedding itself, {@code core.checkpoint} to find the weights, and Spark's RDDs; what
 * tasks write is committed by Hadoop's output committer. Start at {@link EmbeddingJob}, the whole job on the driver;
 * {@link EmbedFiles} is what a task does. {@link Main} is the program that {@code scripts/clmr-spark} submits.
 */
@NullMarked
package io.clmr.spark;

import org.jspecify.annotations.NullMarked;
