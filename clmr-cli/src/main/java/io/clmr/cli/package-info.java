/**
 * One class per command; parses, calls the library once, prints, and returns an exit code.
 *
 * <p>Start at {@code Main}.
 */
@NullMarked
package io.clmr.cli;

import org.jspecify.annotations.NullMarked;
