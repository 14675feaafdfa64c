/**
 * NumPy's {@code .npy} files: arrays that every tool reads.
 *
 * <p>Uses the JDK only. Start at {@link NpyFile}; {@link NpyText} reads arrays of text, {@link NpyAppender} grows a file
 * that can be read at any time.
 */
@NullMarked
package io.clmr.data.npy;

import org.jspecify.annotations.NullMarked;
