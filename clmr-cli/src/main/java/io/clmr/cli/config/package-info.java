/**
 * Strict binding of YAML to the configuration records of the library modules.
 *
 * <p>Start at {@code ClmrConfig}.
 */
@NullMarked
package io.clmr.cli.config;

import org.jspecify.annotations.NullMarked;
