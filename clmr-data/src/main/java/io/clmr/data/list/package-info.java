/**
 * Which files a person means: lists of paths, whatever program wrote them, and folders that are searched for audio.
 *
 * <p>Opens no audio. Uses {@code base.files} and the JDK.
 *
 * <p>Start at {@link PathList}; {@link TextLines} reads the text below every list and table.
 */
@NullMarked
package io.clmr.data.list;

import org.jspecify.annotations.NullMarked;
