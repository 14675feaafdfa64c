/**
 * Weights on disk: safetensors, checkpoint folders and the PyTorch files people have.
 *
 * <p>Nothing here runs code from a file. Start at {@code Checkpoint}.
 */
@NullMarked
package io.clmr.core.checkpoint;

import org.jspecify.annotations.NullMarked;
