/**
 * Datasets on disk: which clips there are, what they are tagged with, and which split they belong to.
 *
 * <p>Opens no audio. {@link MusicDataset#load} looks a {@link DatasetFormat} up by name and lets it read the lists; a
 * further format is one class and one entry in {@link DatasetFormats} or in a service file.
 *
 * <p>Start at {@link MusicDataset}.
 */
@NullMarked
package io.clmr.data.dataset;

import org.jspecify.annotations.NullMarked;
