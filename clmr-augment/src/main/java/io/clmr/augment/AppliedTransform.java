package io.clmr.augment;

import java.util.Map;
import java.util.Optional;

/**
 * What the chain decided about one of its steps.
 *
 * @param name of the configured transform
 * @param effect what was drawn; empty if the step was left out
 */
public record AppliedTransform(String name, Optional<Effect> effect) {

    public boolean applied() {
        return effect.isPresent();
    }

    /** Returns the name of the drawn operation, such as {@code low_pass} of a {@code filter}; empty if left out. */
    public Optional<String> operation() {
        return effect.map(drawn -> drawn.type().name());
    }

    /** Returns what was drawn, units in the names; empty if left out or if there is nothing to draw. */
    public Map<String, Number> parameters() {
        return effect.map(Operation::parameters).orElse(Map.of());
    }
}
