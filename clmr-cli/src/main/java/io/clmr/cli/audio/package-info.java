/**
 * Files of samples as commands read and write them.
 *
 * <p>Start at {@link SampleFile}.
 */
@NullMarked
package io.clmr.cli.audio;

import org.jspecify.annotations.NullMarked;
