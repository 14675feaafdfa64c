/**
 * What a machine must have, and what it should have.
 *
 * <p>Start at {@link Examination}.
 */
@NullMarked
package io.clmr.cli.doctor;

import org.jspecify.annotations.NullMarked;
