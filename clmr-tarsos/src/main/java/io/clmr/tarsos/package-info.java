/**
 * TarsosDSP's audio processors as one more transform of the chain, {@code tarsos}, found through {@code ServiceLoader}.
 *
 * <p>TarsosDSP is licensed under GPL-3.0 and so is this module, alone among ours (see its LICENSE); nothing but the command
 * line may depend on it. None of the published transforms is made with it.
 *
 * <p>Start at {@link TarsosConfig}. Reflection is used in {@link ProcessorConstructor} and nowhere else: which class is
 * made is written in a configuration, so no code can name it.
 */
@NullMarked
package io.clmr.tarsos;

import org.jspecify.annotations.NullMarked;
