/**
 * What the user sees while a command runs: results, progress, messages and the log.
 *
 * <p>Knows nothing of the commands. Start at {@link Console}.
 */
@NullMarked
package io.clmr.cli.console;

import org.jspecify.annotations.NullMarked;
