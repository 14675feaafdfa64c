package io.clmr.tarsos;

import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.AudioProcessor;

/** A processor of somebody's own, with every type of argument. */
public final class Scaler implements AudioProcessor {
    private final float factor;

    public Scaler(int divisor, double gain, boolean inverted) {
        factor = (float) (gain / divisor) * (inverted ? -1 : 1);
    }

    @Override
    public boolean process(AudioEvent event) {
        float[] buffer = event.getFloatBuffer();
        for (int i = 0; i < buffer.length; i++) {
            buffer[i] *= factor;
        }
        return true;
    }

    @Override
    public void processingFinished() {}
}
