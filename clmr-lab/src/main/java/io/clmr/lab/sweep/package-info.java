/**
 * Many trainings and evaluations that differ in some settings: which there are, which are done, and what came out.
 *
 * <p>{@code SweepPlan} multiplies settings out to {@code Cell}s. {@code Sweep} works through them, sharing one pretraining
 * among the cells that differ in nothing it depends on; {@code SweepFolder} is the queue on the disk, in which whatever is
 * there is whole. How a cell is trained and evaluated is the caller's, through {@code CellRunner}. {@code SweepResults} reads
 * a folder and turns it into a table, figures and a report.
 *
 * <p>Start at {@link io.clmr.lab.sweep.Sweep}.
 */
@NullMarked
package io.clmr.lab.sweep;

import org.jspecify.annotations.NullMarked;
