package io.clmr.core.loss;

/** The settings of one loss; a record whose components are the keys of the configuration. */
public interface LossConfig {

    /** Makes the loss these settings describe. */
    Loss create();
}
