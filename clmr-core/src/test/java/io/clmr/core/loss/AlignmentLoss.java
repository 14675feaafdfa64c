package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;

/** The mean squared distance of positives: a loss that comes from outside, to show that the socket fits. */
final class AlignmentLoss implements ContrastiveLoss {

    record Config(double weight) implements LossConfig {
        @Override
        public ContrastiveLoss create() {
            return new AlignmentLoss();
        }
    }

    /** Found by ServiceLoader. */
    public static final class Provider implements ContrastiveLossProvider {

        @Override
        public String name() {
            return "alignment";
        }

        @Override
        public Class<? extends LossConfig> configType() {
            return Config.class;
        }

        @Override
        public LossConfig defaults() {
            return new Config(1);
        }
    }

    @Override
    public NDArray loss(NDArray zI, NDArray zJ) {
        return zI.sub(zJ).square().mean();
    }

    @Override
    public double chance(int batch) {
        return 0;
    }
}
