package io.clmr.core.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Map;

/** What stands on an encoder in training and is left out afterwards: its outputs are what the loss looks at. */
public interface Head extends Block {

    /** Everything a checkpoint keeps, by PyTorch's names without the leading {@code projector.}. */
    Map<String, Parameter> namedParameters();

    /** Multiplications for one input. */
    long multiplyAdds();
}
