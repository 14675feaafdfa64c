/**
 * The choice of device and what is known of the native engine; the only place that asks for either.
 *
 * <p>Start at {@link Devices}; {@link TorchEngine} is where the engine is started.
 */
@NullMarked
package io.clmr.core.engine;

import org.jspecify.annotations.NullMarked;
