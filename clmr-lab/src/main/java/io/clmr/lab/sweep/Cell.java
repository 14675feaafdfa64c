package io.clmr.lab.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One training and evaluation of a sweep.
 *
 * @param encoder {@link #PRETRAIN}, {@link #SUPERVISED}, or what is evaluated without training: a baseline's name or a checkpoint
 * @param variant name of the entry of the plan's list that it comes from; empty if the plan has none
 * @param axes its place in the grid, values in YAML by configuration key
 * @param settings all that it changes in the base configuration, those of its variant and its place in the grid
 * @param training what its pretraining alone changes beyond them
 * @param seed of everything drawn
 */
public record Cell(
        String encoder,
        String variant,
        Map<String, String> axes,
        Map<String, String> settings,
        Map<String, String> training,
        long seed) {

    /** The encoder that a cell trains itself. */
    public static final String PRETRAIN = "pretrain";

    /** The encoder that is trained with the labels, those of the cell's share of songs alone. */
    public static final String SUPERVISED = "supervised";

    public Cell {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    }

    /** Returns whether it has a run folder of its own. */
    public boolean trains() {
        return encoder.equals(PRETRAIN) || encoder.equals(SUPERVISED);
    }
}
