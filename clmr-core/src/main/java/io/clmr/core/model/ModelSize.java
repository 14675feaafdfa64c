package io.clmr.core.model;

/**
 * How large a network is.
 *
 * @param encoderParameters trained numbers of the encoder
 * @param projectorParameters trained numbers of the projection head
 * @param encoderMultiplyAdds multiplications of the encoder for one window
 * @param projectorMultiplyAdds multiplications of the projection head for one window
 */
public record ModelSize(
        long encoderParameters, long projectorParameters, long encoderMultiplyAdds, long projectorMultiplyAdds) {

    public long parameters() {
        return encoderParameters + projectorParameters;
    }

    public long multiplyAdds() {
        return encoderMultiplyAdds + projectorMultiplyAdds;
    }
}
