package io.clmr.eval.probe;

/** PyTorch's Adam for one row of parameters: epsilon outside the corrected root, weight decay added to the gradient. */
final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final float[] means;
    private final float[] squares;
    private final float weightDecay;

    Adam(int size, double weightDecay) {
        means = new float[size];
        squares = new float[size];
        this.weightDecay = (float) weightDecay;
    }

    /**
     * Changes the parameters in place.
     *
     * @param step this one's number, from 1
     */
    void step(float[] parameters, float[] gradient, int step, double learningRate) {
        float rate = (float) (learningRate / (1 - Math.pow(BETA_1, step)));
        float inverseRoot = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, step)));
        float decay1 = (float) BETA_1;
        float decay2 = (float) BETA_2;
        float share1 = (float) (1 - BETA_1);
        float share2 = (float) (1 - BETA_2);
        float[] m = means;
        float[] v = squares;
        for (int n = 0; n < parameters.length; n++) {
            float g = gradient[n] + weightDecay * parameters[n];
            m[n] = decay1 * m[n] + share1 * g;
            v[n] = decay2 * v[n] + share2 * g * g;
            parameters[n] -= rate * m[n] / ((float) Math.sqrt(v[n]) * inverseRoot + EPSILON);
        }
    }
}
