/**
 * The paper's tables with our figures beside the published ones.
 *
 * <p>{@code Published} holds the published figures, each with what it was measured on and where it was read.
 * {@code ResultsFile} reads the {@code results.csv} of a sweep; {@code Reproduction} puts the two side by side. {@code
 * Complexity} counts parameters and multiply-adds of the networks themselves. Nothing is trained here: that is {@code
 * lab.sweep}'s.
 *
 * <p>Start at {@link io.clmr.lab.reproduce.Reproduction}.
 */
@NullMarked
package io.clmr.lab.reproduce;

import org.jspecify.annotations.NullMarked;
