package io.clmr.core.engine;

import java.util.Map;

/**
 * How products are computed in training. Float32 and TF32 differ on a GPU only.
 *
 * <p>The engine reads the switch of TF32 from the environment when it starts, so it cannot be changed from inside a running
 * program: {@link #check} says whether what was asked for is what will happen.
 */
public enum Precision {
    FLOAT32,
    /** Products of 19-bit inputs (10 bits of fraction) added up in float32; Ampere and later. */
    TF32,
    /** Convolutions multiply bfloat16 (8 bits of fraction); weights, gradients, sums and statistics stay in float32. */
    BFLOAT16;

    static final String TF32_VARIABLE = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";
    static final String CONVOLUTION_VARIABLE = "NVIDIA_TF32_OVERRIDE";

    /**
     * Says what differs between the precision asked for and the one the environment gives on a GPU.
     *
     * @return an instruction for the user, or an empty string if nothing differs
     */
    public String check(Map<String, String> environment) {
        boolean matrices = "1".equals(environment.get(TF32_VARIABLE));
        boolean forbidden = "0".equals(environment.get(CONVOLUTION_VARIABLE));
        if (this == TF32 && (!matrices || forbidden)) {
            return "precision tf32 needs " + TF32_VARIABLE + "=1 in the environment, and " + CONVOLUTION_VARIABLE
                    + " not 0, before the program starts";
        }
        if (this == FLOAT32 && !forbidden) {
            return "on a GPU, convolutions use tf32 unless " + CONVOLUTION_VARIABLE
                    + "=0 is in the environment before the program starts";
        }
        return "";
    }
}
