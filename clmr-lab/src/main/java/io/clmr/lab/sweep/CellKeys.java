package io.clmr.lab.sweep;

/**
 * What a cell's results are kept under; equal keys mean equal results.
 *
 * @param encoder a hash over everything the encoder depends on; cells that share it share the pretraining and its features
 * @param cell a hash over that and everything the evaluation depends on
 */
public record CellKeys(String encoder, String cell) {}
