/**
 * How fast each stage is on this machine.
 *
 * <p>Start at {@link Rate}; each stage is a class.
 */
@NullMarked
package io.clmr.cli.bench;

import org.jspecify.annotations.NullMarked;
