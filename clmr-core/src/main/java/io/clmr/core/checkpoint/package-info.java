/**
 * Weights on disk: safetensors, checkpoint folders and the PyTorch files people have.
 *
 * <p>Uses {@code core.model}. Nothing here runs code from a file or needs the native engine to read one. Start at
 * {@link Checkpoint}; docs/checkpoints.md says which files and names are understood.
 */
@NullMarked
package io.clmr.core.checkpoint;

import org.jspecify.annotations.NullMarked;
