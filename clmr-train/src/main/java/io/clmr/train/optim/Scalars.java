package io.clmr.train.optim;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Makes the numbers an update multiplies by.
 *
 * <p>{@code array.muli(Number)} copies the number to the array's device and waits for it, which on a GPU ends the
 * overlap of Java and kernels. A single number in main memory may be used with arrays of any device, without a wait.
 */
final class Scalars implements AutoCloseable {

    private final NDManager manager;

    Scalars(NDManager parent) {
        manager = parent.newSubManager(Device.cpu());
    }

    NDArray of(double value) {
        return manager.create(value);
    }

    @Override
    public void close() {
        manager.close();
    }
}
