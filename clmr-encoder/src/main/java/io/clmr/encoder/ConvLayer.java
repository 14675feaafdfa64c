package io.clmr.encoder;

/**
 * A convolution, a max-pool and a ReLU; a norm is folded into the weights.
 *
 * @param inputs channels
 * @param outputs channels
 * @param kernel length in time
 * @param stride of the convolution
 * @param padding zeros before and behind the input, 0 or 1
 * @param pool length and step of the max-pool; 1 if there is none
 * @param weight [outputs, inputs, kernel]
 * @param bias [outputs]
 */
@SuppressWarnings("ArrayRecordComponent") // weights are handed over, not compared
public record ConvLayer(
        int inputs, int outputs, int kernel, int stride, int padding, int pool, double[] weight, double[] bias) {

    public ConvLayer {
        if (inputs < 1 || outputs < 1 || kernel < 1 || stride < 1 || pool < 1) {
            throw new IllegalArgumentException("a layer of " + inputs + " inputs, " + outputs + " outputs, kernel "
                    + kernel + ", stride " + stride + " and pool " + pool + ", expected 1 or more of each");
        }
        if (padding < 0 || padding > 1) {
            throw new IllegalArgumentException("padding is " + padding + ", expected 0 or 1");
        }
        if (weight.length != outputs * inputs * kernel || bias.length != outputs) {
            throw new IllegalArgumentException(weight.length + " weights and " + bias.length + " biases, expected "
                    + outputs * inputs * kernel + " and " + outputs);
        }
    }

    /** Returns the length of the output for an input of that length, 0 or less if it is too short. */
    public int outputLength(int length) {
        return convolvedLength(length) / pool;
    }

    int convolvedLength(int length) {
        return Math.floorDiv(length + 2 * padding - kernel, stride) + 1;
    }

    double weightAt(int output, int input, int tap) {
        return weight[(output * inputs + input) * kernel + tap];
    }
}
