package io.clmr.eval.probe;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** PyTorch's Adam: epsilon outside the corrected root, weight decay added to the gradient. */
final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<NDArray> parameters;
    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final double weightDecay;
    private int steps;

    Adam(List<NDArray> parameters, double weightDecay) {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        means = parameters.stream().map(NDArray::zerosLike).toList();
        squares = parameters.stream().map(NDArray::zerosLike).toList();
    }

    /** Changes the parameters in place. */
    void step(List<NDArray> gradients, double learningRate) {
        steps++;
        double rate = learningRate / (1 - Math.pow(BETA_1, steps));
        double root = Math.sqrt(1 - Math.pow(BETA_2, steps));
        for (int n = 0; n < parameters.size(); n++) {
            NDArray parameter = parameters.get(n);
            // the gradient stands left, so that what is made on the way belongs to the step's manager
            NDArray g = gradients.get(n);
            g.addi(g.getManager().create(0f).add(parameter).muli((float) weightDecay));
            means.get(n).muli((float) BETA_1).addi(g.mul((float) (1 - BETA_1)));
            squares.get(n).muli((float) BETA_2).addi(g.square().muli((float) (1 - BETA_2)));
            NDArray divisor =
                    g.getManager().create(0f).add(squares.get(n)).sqrt().divi((float) root);
            NDArray update =
                    g.getManager().create((float) rate).mul(means.get(n)).divi(divisor.addi((float) EPSILON));
            parameter.subi(update);
        }
    }
}
