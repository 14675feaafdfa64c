/**
 * Dataset formats, labels and splits.
 *
 * <p>Start at {@code MusicDataset}; a format is one file and one registration.
 */
@NullMarked
package io.clmr.data.dataset;

import org.jspecify.annotations.NullMarked;
