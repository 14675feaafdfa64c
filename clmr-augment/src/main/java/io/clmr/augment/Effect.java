package io.clmr.augment;

/** An operation that works in place and keeps the length, as every step of the chain must. */
public interface Effect extends Operation {

    /** Changes the samples, all finite, in place. */
    void apply(float[] samples, Workbench bench);

    @Override
    default float[] render(float[] samples, Workbench bench) {
        bench.requireUsable(samples);
        float[] copy = samples.clone();
        apply(copy, bench);
        return copy;
    }
}
