/**
 * Networks in the formats of others: ONNX, safetensors with a model card, a page for the browser.
 *
 * <p>Uses checkpoints, and the heads of {@code eval.probe}; nothing here needs the native engine. Start at
 * {@link OnnxModel}.
 */
@NullMarked
package io.clmr.eval.export;

import org.jspecify.annotations.NullMarked;
