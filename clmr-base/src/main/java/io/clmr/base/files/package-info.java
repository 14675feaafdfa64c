/**
 * Files: how outputs are locked and written whole, how a file is told from another one, how text from outside is shown.
 *
 * <p>Uses nothing but the JDK.
 * <p>Start at {@link HeldLock}, which keeps two processes from writing one output, and {@link
 * WholeFile}, which writes files. {@link InFlight} remembers which file
 * crashed a process.
 */
@NullMarked
package io.clmr.base.files;

import org.jspecify.annotations.NullMarked;
