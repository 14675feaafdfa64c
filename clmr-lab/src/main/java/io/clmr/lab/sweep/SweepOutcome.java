package io.clmr.lab.sweep;

/**
 * Where a sweep stands after a session.
 *
 * @param cells of the whole sweep
 * @param done of them
 * @param failed in this session or before
 * @param elsewhere left alone since another process works on them
 */
public record SweepOutcome(int cells, int done, int failed, int elsewhere) {}
